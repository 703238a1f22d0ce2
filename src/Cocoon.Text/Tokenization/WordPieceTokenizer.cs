using System.Collections.Concurrent;
using System.Text;

namespace Cocoon.Text;

/// <summary>Turns text into the numbers of a WordPiece vocabulary and back, exactly as the Hugging Face library's BERT tokenizers do.</summary>
/// <remarks>
/// Devlin et al. 2018, arXiv:1810.04805. Text never becomes a special token by accident: "[MASK]" in a document is five pieces of text,
/// unless <c>parseSpecial</c> asks for what the library always does. Immutable; any number of threads may use one instance.
/// A warm call allocates nothing.
/// </remarks>
public sealed class WordPieceTokenizer
{
    /// <summary>What marks a piece that continues a word.</summary>
    public const string ContinuingPrefix = "##";

    private readonly string[] _tokens;
    private readonly Dictionary<string, int> _ids;
    private readonly CharacterActions _actions;
    private readonly PieceTrie _trie;
    private readonly string[] _specialTexts;
    private readonly ConcurrentBag<WordPieceEncoder> _encoders = [];

    /// <summary>A tokenizer with the given vocabulary.</summary>
    /// <param name="vocabulary">The tokens in the order of their ids; [PAD], [UNK], [CLS], [SEP] and [MASK] must be among them.</param>
    /// <param name="options">What happens to text first; the defaults (uncased) if null.</param>
    /// <exception cref="ArgumentException">The vocabulary cannot be used; the message names the token and why.</exception>
    public WordPieceTokenizer(IEnumerable<string> vocabulary, WordPieceOptions? options = null)
    {
        _tokens = [.. vocabulary];
        Options = options ?? new WordPieceOptions();
        if (Options.MaxWordLength is < 1 or > 10_000) throw new ArgumentException($"MaxWordLength is {Options.MaxWordLength}: choose 1 to 10,000.");
        if (Vocabulary.FirstProblem(_tokens) is { } problem) throw new ArgumentException($"token {problem.Id}: {problem.What}", nameof(vocabulary));
        _ids = new Dictionary<string, int>(_tokens.Length, StringComparer.Ordinal);
        for (int id = 0; id < _tokens.Length; id++) _ids.Add(_tokens[id], id);
        Special = new SpecialTokens(_ids["[PAD]"], _ids["[UNK]"], _ids["[CLS]"], _ids["[SEP]"], _ids["[MASK]"]);
        _specialTexts = Vocabulary.SpecialTexts;
        _actions = new CharacterActions(Options);
        _trie = new PieceTrie(_tokens);
        Fingerprint = Vocabulary.Fingerprint(_tokens, Options);
    }

    /// <summary>What happens to text before it is cut into pieces.</summary>
    public WordPieceOptions Options { get; }

    /// <summary>Ids of the special tokens.</summary>
    public SpecialTokens Special { get; }

    /// <summary>Number of tokens, V.</summary>
    public int VocabularySize => _tokens.Length;

    /// <summary>SHA-256 of the vocabulary and the options, 64 hexadecimal digits: equal fingerprints give equal ids for every text.</summary>
    public string Fingerprint { get; }

    /// <summary>The tokens in the order of their ids.</summary>
    public IReadOnlyList<string> Tokens => _tokens;

    /// <summary>Reads a tokenizer from a folder (<c>tokenizer.json</c>, else <c>vocab.txt</c>) or from either file.</summary>
    /// <param name="folderOrFile">Where it lies.</param>
    /// <param name="options">For a bare <c>vocab.txt</c>, what the file does not say; if null, the <c>tokenizer_config.json</c> beside it, else the defaults (uncased).</param>
    /// <exception cref="CorpusException">The file is missing, damaged, or not a WordPiece tokenizer of BERT's kind.</exception>
    public static WordPieceTokenizer Load(string folderOrFile, WordPieceOptions? options = null) => TokenizerFiles.Load(folderOrFile, options);

    /// <summary>Writes <c>tokenizer.json</c>, <c>vocab.txt</c> and <c>tokenizer_config.json</c> in the Hugging Face library's formats; a crash leaves no half-written file.</summary>
    public void Save(string folder) => TokenizerFiles.Save(this, folder);

    /// <summary>The text of a token, with the continuing prefix if it has one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such id.</exception>
    public string TokenOf(int id)
    {
        if ((uint)id >= (uint)_tokens.Length) throw new ArgumentOutOfRangeException(nameof(id), id, $"The vocabulary has ids 0 to {_tokens.Length - 1}.");
        return _tokens[id];
    }

    /// <summary>The id of a token, or null if the vocabulary does not have it.</summary>
    public int? IdOf(string token) => _ids.TryGetValue(token, out int id) ? id : null;

    /// <summary>Appends the ids of a text's pieces; no [CLS] or [SEP] is added.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="ids">Receives the ids.</param>
    /// <param name="offsets">Receives, if given, the part of <paramref name="text"/> that each id stands for.</param>
    /// <param name="parseSpecial">Whether "[MASK]" and the like in the text become special tokens, as in prompts; in documents they are text.</param>
    public void Encode(ReadOnlySpan<char> text, IntList ids, List<TokenSpan>? offsets = null, bool parseSpecial = false)
    {
        if (!_encoders.TryTake(out var encoder)) encoder = new WordPieceEncoder(this, _actions, _trie);
        int start = 0;
        for (int at = 0; parseSpecial && at < text.Length; at++)
        {
            int found = text[at..].IndexOf('[');
            if (found < 0) break;
            at += found;
            if (SpecialAt(text[at..]) is not { } special) continue;
            encoder.Encode(text[start..at], start, ids, offsets);
            ids.Add(_ids[special]);
            start = at + special.Length;
            offsets?.Add(new TokenSpan(at, start));
            at = start - 1;
        }

        encoder.Encode(text[start..], start, ids, offsets);
        _encoders.Add(encoder);
    }

    /// <summary>Readable text for ids: pieces joined, spaces before punctuation taken out as the Hugging Face library's WordPiece decoder does.</summary>
    /// <param name="ids">Token ids.</param>
    /// <param name="skipSpecial">Leaves out [PAD], [CLS], [SEP] and [MASK]. [UNK] stands for text and stays (the library leaves it out, too).</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such id.</exception>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecial = true)
    {
        var text = new StringBuilder();
        bool first = true;
        foreach (int id in ids)
        {
            if (skipSpecial && Special.Contains(id)) continue;
            text.Append(PieceDecoder.Decode(TokenOf(id), first));
            first = false;
        }

        return text.ToString();
    }

    private string? SpecialAt(ReadOnlySpan<char> text)
    {
        foreach (string special in _specialTexts) if (text.StartsWith(special)) return special;
        return null;
    }
}
