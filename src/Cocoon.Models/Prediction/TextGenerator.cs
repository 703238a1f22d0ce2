using System.Runtime.InteropServices;
using Cocoon.Determinism;
using Cocoon.Kernels;
using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Models;

/// <summary>Continues a text, token by token.</summary>
/// <remarks>
/// What was computed for the tokens before is remembered, so a token costs one row of every matrix product; the text is the same as without
/// (see <see cref="DecoderPast"/>). Where a text outgrows the model's positions, it goes on from the second half of what it has read.
/// Same prompt, options and model, same text. Not for several threads at once.
/// </remarks>
public sealed class TextGenerator : IDisposable
{
    private const char Incomplete = '\uFFFD';   // what some of the bytes of a character are decoded to

    private readonly IKernels _kernels;
    private readonly IGeneratingNetwork _network;
    private readonly Tokenizer _tokenizer;
    private readonly GenerationOptions _options;
    private readonly TokenChoice _choice;
    private readonly DecoderPast _past;
    private readonly int[] _unsaid;
    private readonly Arena _arena = new();
    private readonly TokenBatch _context = new();

    /// <param name="kernels">What computes; not disposed with the generator.</param>
    /// <param name="network">A trained model.</param>
    /// <param name="tokenizer">The one that it was trained with.</param>
    /// <param name="options">How tokens are chosen, without problems.</param>
    /// <exception cref="ArgumentException">The model belongs to another tokenizer.</exception>
    public TextGenerator(IKernels kernels, IGeneratingNetwork network, Tokenizer tokenizer, GenerationOptions options)
    {
        if (tokenizer.VocabularySize > network.Sizes.VocabularySize)
            throw new ArgumentException($"The tokenizer has {tokenizer.VocabularySize} tokens, the model only {network.Sizes.VocabularySize}: they do not belong together.", nameof(tokenizer));
        (_kernels, _network, _tokenizer, _options) = (kernels, network, tokenizer, options);
        (_choice, _past) = (new(options), new(network.Sizes.Layers));
        var special = tokenizer.Special;
        _unsaid = [.. new[] { special.Pad, special.Classify, special.Mask, special.Unknown }.Where(id => id >= 0 && id != special.Separate)];
    }

    /// <summary>What follows a prompt, piece by piece as it comes.</summary>
    /// <param name="prompt">The text to go on with; may be empty.</param>
    public IEnumerable<string> Generate(string prompt)
    {
        var ids = new IntList();
        _tokenizer.Encode(prompt, ids);
        int told = _tokenizer.Decode(ids.Span).Length, held = _options.Stop.Select(s => s.Length - 1).DefaultIfEmpty().Max();
        foreach (int id in Tokens(ids.Span.ToArray()))
        {
            ids.Add(id);
            string text = _tokenizer.Decode(ids.Span);
            int stop = _options.Stop.Select(s => text.IndexOf(s, Math.Min(told, text.Length), StringComparison.Ordinal)).Where(place => place >= 0).DefaultIfEmpty(-1).Min();
            int ready = stop >= 0 ? stop : Math.Min(text.Length - held, text.AsSpan().TrimEnd(Incomplete).Length);   // what is held back may become a stop, or a character
            if (ready > told)
            {
                yield return text[told..ready];
                told = ready;
            }
            if (stop >= 0) yield break;
        }
        string whole = _tokenizer.Decode(ids.Span);
        if (whole.Length > told) yield return whole[told..];
    }

    /// <summary>The tokens that follow a prompt, up to the end of its text.</summary>
    /// <param name="prompt">Token ids without special tokens.</param>
    public IEnumerable<int> Tokens(IReadOnlyList<int> prompt)
    {
        int most = _network.Sizes.MaxLength;
        var stream = new RandomStream(_options.Seed, 0, Streams.Generation);
        List<int> read = [_tokenizer.Special.Classify, .. prompt];
        if (read.Count > most) read.RemoveRange(1, read.Count - most);
        int prefix = read.Count;
        _past.Clear();
        for (int n = 0; n < _options.MaxTokens; n++)
        {
            if (read.Count > most)
            {
                read.RemoveRange(1, read.Count - Math.Max(1, most / 2));
                _past.Clear();
                prefix = read.Count;
            }
            int next = Next(read, prefix, stream.Uniform((ulong)n));
            if (next == _tokenizer.Special.Separate) yield break;
            read.Add(next);
            yield return next;
        }
    }

    /// <summary>Frees the memory of the passes.</summary>
    public void Dispose() => _arena.Dispose();

    private int Next(List<int> read, int prefix, double uniform)
    {
        _arena.Reset();
        _context.Clear();
        _context.Append(CollectionsMarshal.AsSpan(read));
        _context.EndSequence();
        var scores = _network.Next(new Tape(_kernels, _arena, default, training: false), _context, prefix, _past).Values[.._tokenizer.VocabularySize];
        foreach (int id in _unsaid) scores[id] = float.NegativeInfinity;
        return _choice.Choose(scores, _context.Ids.Span[1..], uniform);
    }
}
