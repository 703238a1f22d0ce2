using System.Collections.Concurrent;

namespace Cocoon.Text;

/// <summary>A tokenizer of any parts: added tokens, normalizer, pre-tokenizers, model, template, decoder.</summary>
/// <remarks>The pipeline of the Hugging Face library. Where bytes become characters last before a byte-level model, the model reads the bytes itself;
/// where nothing but GPT-2's words comes before it, they are read from the text in place.</remarks>
internal sealed class PipelineTokenizer : Tokenizer
{
    private readonly ITextNormalizer? _normalizer;
    private readonly IPreTokenizer[] _preTokenizers;
    private readonly AddedTokenMatcher? _raw, _normalized;
    private readonly Dictionary<int, string> _normalizedForms = [];
    private readonly bool _readsBytes, _readsInPlace;
    private readonly ITokenModel _textModel;   // of text in which special tokens are not looked for
    private readonly ConcurrentBag<Worker> _workers = [], _textWorkers;
    private readonly Lazy<string> _fingerprint;

    public PipelineTokenizer(TokenizerParts parts) : base(parts.Model.Tokens, parts.Added, parts.Special, parts.Processor, parts.Decoder, parts.Defaults)
    {
        Parts = parts;
        _normalizer = parts.Normalizer;
        _readsBytes = parts.PreTokenizers is [.., PieceChange { Normalizer: ByteLevelNormalizer }] && parts.Model is BytePairModel { SpellsBytes: true };
        _preTokenizers = [.. _readsBytes ? parts.PreTokenizers.SkipLast(1) : parts.PreTokenizers];
        _textModel = parts.Model is UnigramTokenModel pieces ? pieces.Without(parts.Added.Where(token => token.Special).Select(token => token.Id)) : parts.Model;
        _textWorkers = _textModel == parts.Model ? _workers : [];
        _readsInPlace = _readsBytes && _normalizer is null && _preTokenizers is [PatternSplit { IsGpt2: true }];
        foreach (var token in parts.Added.Where(token => token.Normalized)) _normalizedForms.Add(token.Id, Normalize(token.Content));
        _raw = Matcher(parts.Added.Where(token => !token.Normalized).Select(token => (token.Content, token)));
        _normalized = Matcher(parts.Added.Where(token => token.Normalized).Select(token => (_normalizedForms[token.Id], token)));
        IgnoresCase = Normalize("A").EndsWith('a');
        _fingerprint = new Lazy<string>(() => TokenizerJsonWriter.Fingerprint(this));
    }

    /// <summary>What the tokenizer is made of.</summary>
    public TokenizerParts Parts { get; }

    /// <inheritdoc/>
    public override string Kind => Parts.Model switch
    {
        BytePairModel when Parts.PreTokenizers.Any(part => part is PieceChange { Normalizer: ByteLevelNormalizer }) => "byte-level BPE",
        BytePairModel => "BPE",
        WordPieceModel => "WordPiece",
        WordLevelModel => "WordLevel",
        UnigramTokenModel => "Unigram",
        var other => throw new NotSupportedException($"A {other.GetType().Name} has no name."),
    };

    /// <inheritdoc/>
    public override string Fingerprint => _fingerprint.Value;

    /// <inheritdoc/>
    public override bool IgnoresCase { get; }

    /// <inheritdoc/>
    public override bool ContinuesWord(int id)
    {
        string token = TokenOf(id);
        string prefix = Parts.Model switch { WordPieceModel pieces => pieces.Prefix, BytePairModel pairs => pairs.Options.Prefix, _ => "" };
        if (prefix.Length > 0) return token.Length > prefix.Length && token.StartsWith(prefix, StringComparison.Ordinal);
        return Parts.Model is not WordLevelModel && SpacedPiece.ContinuesWord(token);
    }

    private protected override void EncodeWords(ReadOnlySpan<char> text, IntList ids, List<TokenSpan>? offsets, bool parseSpecial, List<Range>? words)
    {
        var workers = parseSpecial ? _workers : _textWorkers;
        if (!workers.TryTake(out var worker)) worker = new Worker(_readsBytes ? ((BytePairModel)Parts.Model).CreateByteEncoder() : (parseSpecial ? Parts.Model : _textModel).CreateEncoder());
        int first = ids.Count, firstOffset = offsets?.Count ?? 0;
        worker.RawParts.Clear();
        if (_raw is null) worker.RawParts.Add(new(0, text.Length, null));
        else _raw.Find(text, parseSpecial, worker.RawParts);
        foreach (var part in worker.RawParts)
        {
            if (part.Token is null) EncodePart(worker, text[part.Start..part.End], part.Start, ids, offsets, parseSpecial, words);
            else
            {
                ids.Add(part.Token.Id);
                offsets?.Add(new TokenSpan(part.Start, part.End));
            }
        }

        if (offsets is not null) foreach (var trim in Processor.Trims) Trim(trim, text, ids.Span[first..], offsets, firstOffset);
        workers.Add(worker);
    }

    private protected override string? DecodedForm(int id) => _normalizedForms.GetValueOrDefault(id);

    private void EncodePart(Worker worker, ReadOnlySpan<char> text, int shift, IntList ids, List<TokenSpan>? offsets, bool parseSpecial, List<Range>? words)
    {
        if (_readsInPlace && _normalized is null)
        {
            EncodeInPlace(worker, text, shift, ids, offsets, words);
            return;
        }

        var (normal, tokens, parts) = (worker.Text, worker.Tokens, worker.Parts);
        normal.Load(text, shift);
        _normalizer?.Normalize(normal);
        parts.Clear();
        tokens.Clear();
        if (_normalized is null) parts.Add(new(0, normal.Chars.Length, null));
        else _normalized.Find(normal.Chars, parseSpecial, parts);
        foreach (var part in parts) tokens.Add(normal, part.Start, part.End, part.Token?.Id ?? -1);
        foreach (var preTokenizer in _preTokenizers) preTokenizer.Split(tokens);
        foreach (var segment in tokens.Segments)
        {
            if (segment.Id >= 0)
            {
                ids.Add(segment.Id);
                offsets?.Add(segment.Original);
                continue;
            }

            int first = ids.Count, firstOffset = offsets?.Count ?? 0;
            worker.Encoder.Encode(tokens.CharsOf(segment), ids, offsets);
            words?.Add(first..ids.Count);
            for (int i = firstOffset; i < offsets?.Count; i++) offsets[i] = tokens.SpanOf(segment, offsets[i]);
        }
    }

    private static void EncodeInPlace(Worker worker, ReadOnlySpan<char> text, int shift, IntList ids, List<TokenSpan>? offsets, List<Range>? words)
    {
        for (int start = 0; start < text.Length;)
        {
            int end = Gpt2Pattern.EndOfWord(text, start), first = ids.Count, firstOffset = offsets?.Count ?? 0;
            worker.Encoder.Encode(text[start..end], ids, offsets);
            words?.Add(first..ids.Count);
            for (int i = firstOffset; i < offsets?.Count; i++) offsets[i] = new TokenSpan(offsets[i].Start + start + shift, offsets[i].End + start + shift);
            start = end;
        }
    }

    private void Trim(OffsetTrim trim, ReadOnlySpan<char> text, ReadOnlySpan<int> ids, List<TokenSpan> offsets, int firstOffset)
    {
        for (int i = 0; i < ids.Length; i++)
        {
            var span = offsets[firstOffset + i];
            var token = AddedOf(ids[i]) is null ? TokenOf(ids[i]) : text[span.Start..span.End];
            offsets[firstOffset + i] = trim.Apply(span, token, isFirst: i == 0, text);
        }
    }

    private string Normalize(string content)
    {
        var text = new NormalizedText();
        text.Load(content, 0);
        _normalizer?.Normalize(text);
        return text.Chars.ToString();
    }

    private static AddedTokenMatcher? Matcher(IEnumerable<(string, AddedToken)> patterns)
    {
        var list = patterns.ToList();
        return list.Count == 0 ? null : new AddedTokenMatcher(list);
    }

    // One thread's memory.
    private sealed class Worker(IWordEncoder encoder)
    {
        public IWordEncoder Encoder { get; } = encoder;

        public NormalizedText Text { get; } = new();

        public PreTokens Tokens { get; } = new();

        public List<AddedTokenMatcher.Part> RawParts { get; } = [];

        public List<AddedTokenMatcher.Part> Parts { get; } = [];
    }
}
