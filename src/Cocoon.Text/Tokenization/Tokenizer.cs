using System.Collections.Concurrent;
using Cocoon.Determinism;

namespace Cocoon.Text;

/// <summary>Turns text into the numbers of a vocabulary and back, exactly as the Hugging Face library does.</summary>
/// <remarks>
/// Text never becomes a special token by accident: "[MASK]" in a document is text, unless asked for what the library always does.
/// Immutable; any number of threads may use one instance. A warm call with buffers of the caller allocates nothing.
/// </remarks>
public abstract class Tokenizer
{
    // A thread takes several texts at a time, but not so many that the others wait for it in the end.
    private const int BlocksPerThread = 8, MaxTextsInBlock = 64;

    private readonly TokenTable _tokens;
    private readonly Dictionary<int, AddedToken> _added;
    private readonly ITokenDecoder? _decoder;
    private readonly ConcurrentBag<SequenceBuilder> _builders = [];

    private protected Tokenizer(TokenTable tokens, IReadOnlyList<AddedToken> added, SpecialTokens special, PostProcessor processor, ITokenDecoder? decoder, EncodeOptions defaults)
    {
        (_tokens, AddedTokens, Special, Processor, _decoder, Defaults) = (tokens, added, special, processor, decoder, defaults);
        _added = added.ToDictionary(token => token.Id);
        VocabularySize = Math.Max(tokens.Size, added.Count == 0 ? 0 : added.Max(token => token.Id) + 1);
        Tokens = [.. Enumerable.Range(0, VocabularySize).Select(id => _added.TryGetValue(id, out var token) ? token.Content : tokens[id] ?? "")];
    }

    /// <summary>What kind of model cuts the words: "WordPiece", "BPE", "byte-level BPE", "Unigram" or "WordLevel"; "SentencePiece Unigram" or "SentencePiece BPE"
    /// if SentencePiece's own rules hold, as in <c>.model</c> files; "COCO-LM" if those of its authors hold in addition.</summary>
    public abstract string Kind { get; }

    /// <summary>SHA-256 of everything that decides which ids a text gets, 64 hexadecimal digits: equal fingerprints give equal ids for every text.</summary>
    public abstract string Fingerprint { get; }

    /// <summary>Whether capitals and small letters are the same to the tokenizer.</summary>
    public abstract bool IgnoresCase { get; }

    /// <summary>Ids of the special tokens.</summary>
    public SpecialTokens Special { get; }

    /// <summary>The tokens that are looked for in the text itself, in the order of their ids.</summary>
    public IReadOnlyList<AddedToken> AddedTokens { get; }

    /// <summary>Number of ids, V: the largest id plus one.</summary>
    public int VocabularySize { get; }

    /// <summary>The tokens in the order of their ids; empty where the vocabulary has a gap.</summary>
    public IReadOnlyList<string> Tokens { get; }

    /// <summary>How the tokenizer's file wants texts to become sequences.</summary>
    public EncodeOptions Defaults { get; }

    /// <summary>What is put around encoded texts.</summary>
    internal PostProcessor Processor { get; }

    /// <summary>Reads a tokenizer from a folder or a file and takes the kind that it describes.</summary>
    /// <param name="folderOrFile">A <c>tokenizer.json</c>, <c>vocab.txt</c>, <c>vocab.json</c> or <c>encoder.json</c> (with <c>merges.txt</c> or
    /// <c>vocab.bpe</c> beside it), a SentencePiece <c>.model</c> (an <c>sp.model</c> with <c>dict.txt</c> beside it is COCO-LM's), or a folder that holds one
    /// of them, looked for in this order.</param>
    /// <param name="options">For a bare <c>vocab.txt</c>, what the file does not say; if null, the <c>tokenizer_config.json</c> beside it, else the defaults (uncased).</param>
    /// <exception cref="CorpusException">The file is missing, damaged, or of a kind that is not supported; the message says which.</exception>
    public static Tokenizer Load(string folderOrFile, WordPieceOptions? options = null) => TokenizerFiles.Load(folderOrFile, options);

    /// <summary>Whether a folder holds a file that <see cref="Load"/> would read.</summary>
    public static bool IsIn(string folder) => TokenizerFiles.FirstIn(folder) is not null;

    /// <summary>Writes what <see cref="Load"/> reads again: <c>tokenizer.json</c> (and <c>vocab.txt</c> for WordPiece), or <c>spiece.model</c>, or <c>sp.model</c> and
    /// <c>dict.txt</c>; and <c>tokenizer_config.json</c>. A crash leaves no half-written file.</summary>
    /// <remarks>What a <c>.model</c> file only tells about how it was trained is not kept when it is read, and so not written again.</remarks>
    public void Save(string folder) => TokenizerFiles.Save(this, folder);

    /// <summary>The text of a token as the vocabulary writes it; empty where it has a gap.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such id.</exception>
    public string TokenOf(int id)
    {
        if ((uint)id >= (uint)VocabularySize) throw new ArgumentOutOfRangeException(nameof(id), id, $"The vocabulary has ids 0 to {VocabularySize - 1}.");
        return Tokens[id];
    }

    /// <summary>The id of a token, or null if the vocabulary does not have it.</summary>
    public int? IdOf(string token)
    {
        foreach (var added in AddedTokens) if (added.Content == token) return added.Id;
        return _tokens.IdOf(token) is >= 0 and int id ? id : null;
    }

    /// <summary>Whether a token continues the word of the one before it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such id.</exception>
    public abstract bool ContinuesWord(int id);

    /// <summary>Appends the ids of a text; no special tokens are added.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="ids">Receives the ids.</param>
    /// <param name="offsets">Receives, if given, the part of <paramref name="text"/> that each id stands for.</param>
    /// <param name="parseSpecial">Whether "[MASK]" and the like in the text become special tokens, as in prompts; in documents they are text.</param>
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">An expression of the tokenizer's file took more than ten seconds.</exception>
    public void Encode(ReadOnlySpan<char> text, IntList ids, List<TokenSpan>? offsets = null, bool parseSpecial = false) => EncodeWords(text, ids, offsets, parseSpecial, null);

    /// <summary>Makes the sequence of one text for a model.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="result">Becomes the sequence.</param>
    /// <param name="options">How; <see cref="Defaults"/> if null.</param>
    /// <exception cref="ArgumentException">The text cannot be cut to the length asked for.</exception>
    public void Encode(ReadOnlySpan<char> text, TokenSequence result, EncodeOptions? options = null) => Encode(text, default, isPair: false, result, options ?? Defaults);

    /// <summary>Makes the sequence of two texts for a model.</summary>
    /// <param name="text">The first text.</param>
    /// <param name="pair">The second text.</param>
    /// <param name="result">Becomes the sequence.</param>
    /// <param name="options">How; <see cref="Defaults"/> if null.</param>
    /// <exception cref="ArgumentException">The texts cannot be cut to the length asked for.</exception>
    public void Encode(ReadOnlySpan<char> text, ReadOnlySpan<char> pair, TokenSequence result, EncodeOptions? options = null) => Encode(text, pair, isPair: true, result, options ?? Defaults);

    /// <summary>Makes the sequences of many texts on several cores; the result does not depend on how many.</summary>
    /// <param name="texts">Any texts.</param>
    /// <param name="options">How; <see cref="Defaults"/> if null. Padding without a length fills up to the longest.</param>
    /// <param name="threads">Number of threads; 0: as many as there are cores.</param>
    /// <param name="ct">Stops between two blocks of at most 64 texts.</param>
    /// <exception cref="ArgumentException">A text cannot be cut to the length asked for.</exception>
    public TokenSequence[] EncodeBatch(IReadOnlyList<string> texts, EncodeOptions? options = null, int threads = 0, CancellationToken ct = default)
    {
        options ??= Defaults;
        if (threads <= 0) threads = Environment.ProcessorCount;
        var longest = options.Padding is { Length: null } ? options.Padding : null; // known when all are encoded
        var single = longest is null ? options : options with { Padding = null };
        var sequences = new TokenSequence[texts.Count];
        var blocks = new Partition(texts.Count, Math.Clamp(texts.Count / (BlocksPerThread * threads), 1, MaxTextsInBlock));
        int next = -1;
        Workers.Run(Math.Clamp(blocks.Blocks, 1, threads), () =>
        {
            for (int block = Interlocked.Increment(ref next); block < blocks.Blocks; block = Interlocked.Increment(ref next))
            {
                ct.ThrowIfCancellationRequested();
                for (int i = (int)blocks.Start(block); i < blocks.End(block); i++) Encode(texts[i], sequences[i] = new TokenSequence(), single);
            }
        });
        if (longest is not null && sequences.Length > 0)
        {
            int length = SequenceBuilder.PaddedLength(longest, sequences.Max(sequence => sequence.Count));
            foreach (var sequence in sequences) sequence.Pad(longest, length);
        }

        return sequences;
    }

    /// <summary>Number of tokens of a text, without special ones.</summary>
    public int CountTokens(ReadOnlySpan<char> text)
    {
        var builder = Rent();
        Encode(text, builder.Ids[0]);
        int count = builder.Ids[0].Count;
        _builders.Add(builder);
        return count;
    }

    /// <summary>Readable text for ids.</summary>
    /// <param name="ids">Token ids.</param>
    /// <param name="skipSpecial">Leaves out special tokens. The unknown token stands for text and stays (the library leaves it out, too).</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such id.</exception>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecial = true)
    {
        var kept = new List<int>(ids.Length);
        foreach (int id in ids)
            if (TokenOf(id).Length > 0 && !(skipSpecial && IsSpecial(id))) kept.Add(id);
        return DecodeTokens(kept);
    }

    /// <summary>Appends the ids of a text and, if asked for, the ids of each word that the model cut.</summary>
    private protected abstract void EncodeWords(ReadOnlySpan<char> text, IntList ids, List<TokenSpan>? offsets, bool parseSpecial, List<Range>? words);

    /// <summary>Readable text for ids that all have a token.</summary>
    private protected virtual string DecodeTokens(List<int> ids)
    {
        List<string> tokens = [.. ids.Select(id => DecodedForm(id) ?? Tokens[id])];
        if (_decoder is null) return string.Join(' ', tokens);
        _decoder.Decode(tokens);
        return string.Concat(tokens);
    }

    /// <summary>An added token as the decoder sees it, if that is not its text.</summary>
    private protected virtual string? DecodedForm(int id) => null;

    /// <summary>The added token of an id, or null.</summary>
    private protected AddedToken? AddedOf(int id) => _added.GetValueOrDefault(id);

    private bool IsSpecial(int id) => Special.Contains(id) || (id != Special.Unknown && AddedOf(id) is { Special: true });

    private void Encode(ReadOnlySpan<char> text, ReadOnlySpan<char> pair, bool isPair, TokenSequence result, EncodeOptions options)
    {
        var builder = Rent();
        EncodeWords(text, builder.Ids[0], builder.Offsets[0], options.ParseSpecial, builder.Words[0]);
        if (isPair) EncodeWords(pair, builder.Ids[1], builder.Offsets[1], options.ParseSpecial, builder.Words[1]);
        builder.Build(Processor, isPair, options, result);
        if (options.Padding is { } padding) result.Pad(padding, SequenceBuilder.PaddedLength(padding, result.Count));
        _builders.Add(builder);
    }

    private SequenceBuilder Rent()
    {
        if (!_builders.TryTake(out var builder)) builder = new SequenceBuilder();
        builder.Clear();
        return builder;
    }
}
