using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Models;

/// <summary>The networks of T5 and BART: an encoder reads, a decoder looks at what it read and writes; both share the token vectors, and what is written is scored by them.</summary>
/// <remarks>
/// Raffel et al. 2019, arXiv:1910.10683, §2.1; Lewis et al. 2019, arXiv:1910.13461, §2.1. The encoder is BART's, which is BERT's; the decoder GPT's with
/// attention on the encoder's states in each layer. Deviations: docs/papers/denoising.md.
/// </remarks>
public sealed class DenoisingModel : IFillingNetwork, IMaskedLanguageModel, IGeneratingNetwork
{
    private readonly Embeddings _embeddings;
    private readonly Decoder _decoder;
    private readonly VisibleKeys _visible = new();
    private readonly TokenBatch _read = new(), _written = new();

    /// <param name="scope">Where parameters are declared.</param>
    /// <param name="sizes">Sizes of both networks; the vocabulary with the sentinels.</param>
    /// <param name="tokens">The ids that mean something to it.</param>
    public DenoisingModel(ParameterScope scope, EncoderOptions sizes, DenoisingTokens tokens)
    {
        Tokens = tokens;
        _embeddings = new(scope / "embeddings", sizes);
        Main = new(scope / "main", sizes, _embeddings);
        _decoder = new(scope / "decoder", sizes, new(scope / "decoder" / "embeddings", sizes, _embeddings.Tokens, normalized: false), reads: true);
    }

    /// <inheritdoc/>
    public Encoder Main { get; }

    /// <summary>The ids that mean something to it.</summary>
    public DenoisingTokens Tokens { get; }

    /// <inheritdoc/>
    /// <remarks>Only a model that writes whole texts, of which [MASK] stands for a part.</remarks>
    IMaskedLanguageModel? IFillingNetwork.Filling => Tokens.Sentinels.IsEmpty && Tokens.Masks ? this : null;

    /// <summary>States of a text that is written, from which the next tokens are guessed.</summary>
    /// <param name="read">The damaged text.</param>
    /// <param name="written">What has been written before each token; as many sequences; T tokens.</param>
    /// <returns>States, [T, H].</returns>
    public Tensor States(Tape tape, TokenBatch read, TokenBatch written) => Write(tape, written, new(Main.Forward(tape, read), read.Starts));

    /// <summary>Scores of what is written next.</summary>
    /// <param name="states">States of what has been written, [M, H].</param>
    /// <returns>Logits, [M, V].</returns>
    public Tensor Guess(Tape tape, Tensor states) => tape.Linear(states, _embeddings.Tokens, bias: null);

    /// <inheritdoc/>
    /// <remarks>
    /// The encoder reads the prompt and the mark of a hidden span behind it; the decoder writes the span: after its sentinel, or after the prompt if the whole
    /// text is written. What the next sentinel has of the probability goes to [SEP]: either ends the span.
    /// </remarks>
    public Tensor Next(Tape tape, TokenBatch text, int prefix, DecoderPast past)
    {
        int given = prefix;
        if (!Tokens.Sentinels.IsEmpty)
        {
            given = Math.Max(prefix, text.Tokens + 2 - Main.Options.MaxLength);   // no prompt at all, and text up to the last position: a token of it becomes the prompt
            if (given > prefix) past.Clear();
        }
        ReadPrompt(text.Ids.Span[..given]);
        BeginWriting(text.Ids.Span, given);
        var states = Write(tape, _written, new(past.Tokens > 0 ? null : Main.Forward(tape, _read), _read.Starts), past);
        var scores = Guess(tape, tape.GatherRows(states, new[] { states.Rows - 1 }));
        Tokens.EndAtSentinels(scores.Values);
        return scores;
    }

    /// <inheritdoc/>
    /// <remarks>As the released BART is used: the text itself, masks included, is what has been written before each mask.</remarks>
    Tensor IMaskedLanguageModel.States(Tape tape, TokenBatch masked, ReadOnlyMemory<int> positions)
    {
        _written.Clear();
        int[] rows = positions.ToArray();   // the token before a mask is one row earlier, and each sequence before has lost its last
        for (int s = 0; s < masked.Sequences; s++)
        {
            _written.Append(masked.Sequence(s)[..^1]);
            _written.EndSequence();
            for (int i = 0; i < rows.Length; i++)
                if (positions.Span[i] >= masked.Starts.Span[s] && positions.Span[i] < masked.Starts.Span[s + 1]) rows[i] = positions.Span[i] - 1 - s;
        }
        return tape.GatherRows(States(tape, masked, _written), rows);
    }

    private Tensor Write(Tape tape, TokenBatch written, EncodedText read, DecoderPast? past = null) =>
        _decoder.Forward(tape, written, _visible.Of(written, static _ => new(Direction.LeftToRight)), past, read);

    /// <summary>[CLS] prompt, a hidden span, [SEP]; of a long prompt, its end.</summary>
    private void ReadPrompt(ReadOnlySpan<int> prompt)
    {
        int most = Math.Max(0, Main.Options.MaxLength - 3);
        _read.Clear();
        _read.Append(prompt[0]);
        _read.Append(prompt[Math.Max(1, prompt.Length - most)..]);
        if (Tokens.Blank >= 0) _read.Append(Tokens.Blank);
        _read.Append(Tokens.Special.Separate);
        _read.EndSequence();
    }

    private void BeginWriting(ReadOnlySpan<int> text, int given)
    {
        _written.Clear();
        _written.Append(text[0]);
        if (!Tokens.Sentinels.IsEmpty) _written.Append(Tokens.Blank);
        _written.Append(text[(Tokens.Sentinels.IsEmpty ? 1 : given)..]);
        _written.EndSequence();
    }
}
