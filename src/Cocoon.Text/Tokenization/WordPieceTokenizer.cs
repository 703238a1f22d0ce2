using System.Collections.Concurrent;

namespace Cocoon.Text;

/// <summary>BERT's tokenizer, the most frequent one, in a single pass over the text.</summary>
/// <remarks>Devlin et al. 2018, arXiv:1810.04805. The same ids and offsets as <see cref="PipelineTokenizer"/> gives with BERT's parts, several times faster.</remarks>
public sealed class WordPieceTokenizer : Tokenizer
{
    /// <summary>What marks a piece that continues a word.</summary>
    public const string ContinuingPrefix = "##";

    private readonly CharacterActions _actions;
    private readonly PieceTrie _trie;
    private readonly AddedTokenMatcher _matcher;
    private readonly ConcurrentBag<WordPieceEncoder> _encoders = [];

    /// <summary>A tokenizer with the given vocabulary.</summary>
    /// <param name="vocabulary">The tokens in the order of their ids; [PAD], [UNK], [CLS], [SEP] and [MASK] must be among them.</param>
    /// <param name="options">What happens to text first; the defaults (uncased) if null.</param>
    /// <exception cref="ArgumentException">The vocabulary cannot be used; the message names the token and why.</exception>
    public WordPieceTokenizer(IEnumerable<string> vocabulary, WordPieceOptions? options = null) : this(Checked([.. vocabulary]), options ?? new(), null, new())
    {
    }

    /// <summary>A tokenizer whose vocabulary was checked, with what its file says about sequences; without a template, BERT's.</summary>
    internal WordPieceTokenizer(TokenTable tokens, WordPieceOptions options, PostProcessor? processor, EncodeOptions defaults)
        : base(tokens, Added(tokens), Roles(tokens), processor ?? PostProcessor.Bert(tokens.IdOf("[CLS]"), tokens.IdOf("[SEP]")), new WordPieceDecoder(ContinuingPrefix, cleansUp: true), defaults)
    {
        if (options.MaxWordLength is < 1 or > 10_000) throw new ArgumentException($"MaxWordLength is {options.MaxWordLength}: choose 1 to 10,000.");
        Options = options;
        _actions = CharacterActions.Of(options);
        _trie = new PieceTrie(Tokens);
        _matcher = new AddedTokenMatcher(AddedTokens.Select(token => (token.Content, token)));
        Fingerprint = Vocabulary.Fingerprint([.. Tokens], options);
    }

    /// <summary>What happens to text before it is cut into pieces.</summary>
    public WordPieceOptions Options { get; }

    /// <inheritdoc/>
    public override string Kind => "WordPiece";

    /// <inheritdoc/>
    public override string Fingerprint { get; }

    /// <inheritdoc/>
    public override bool IgnoresCase => Options.Lowercase;

    /// <inheritdoc/>
    public override bool ContinuesWord(int id) => TokenOf(id) is { Length: > 2 } token && token.StartsWith(ContinuingPrefix, StringComparison.Ordinal);

    private protected override void EncodeWords(ReadOnlySpan<char> text, IntList ids, List<TokenSpan>? offsets, bool parseSpecial, List<Range>? words)
    {
        if (!_encoders.TryTake(out var encoder)) encoder = new WordPieceEncoder(this, _actions, _trie);
        if (!parseSpecial) encoder.Encode(text, 0, ids, offsets, words);
        else EncodeWithSpecial(encoder, text, ids, offsets, words);
        _encoders.Add(encoder);
    }

    private void EncodeWithSpecial(WordPieceEncoder encoder, ReadOnlySpan<char> text, IntList ids, List<TokenSpan>? offsets, List<Range>? words) =>
        _matcher.Encode(text, encoder.Parts, ids, offsets, (encoder, ids, offsets, words), static (part, start, to) => to.encoder.Encode(part, start, to.ids, to.offsets, to.words));

    private static TokenTable Checked(string[] vocabulary) =>
        Vocabulary.FirstProblem(vocabulary) is { } problem ? throw new ArgumentException($"token {problem.Id}: {problem.What}", nameof(vocabulary)) : new TokenTable(vocabulary);

    private static AddedToken[] Added(TokenTable tokens) =>
        [.. Vocabulary.SpecialTexts.Select(text => new AddedToken { Content = text, Id = tokens.IdOf(text), Special = true }).OrderBy(token => token.Id)];

    private static SpecialTokens Roles(TokenTable tokens) =>
        new(tokens.IdOf("[PAD]"), tokens.IdOf("[UNK]"), tokens.IdOf("[CLS]"), tokens.IdOf("[SEP]"), tokens.IdOf("[MASK]"));
}
