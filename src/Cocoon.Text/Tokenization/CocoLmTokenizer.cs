using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Cocoon.Text;

/// <summary>The tokenizer of the published COCO-LM models: a SentencePiece model (<c>sp.model</c>), and a list that gives its pieces other numbers (<c>dict.txt</c>).</summary>
/// <remarks>
/// Meng et al. 2021, arXiv:2102.08473, as in the authors' <c>tokenization_cocolm.py</c>: punctuation is separated first, and a lone space
/// before punctuation or at the end is dropped; [CLS] A [SEP] goes to the model, or [CLS] A [SEP] [SEP] B [SEP], all in one segment.
/// Immutable; any number of threads may use one instance.
/// </remarks>
public sealed class CocoLmTokenizer : Tokenizer
{
    /// <summary>Names of the two files in a model's folder.</summary>
    public const string ModelFile = "sp.model", DictionaryFile = "dict.txt";

    private readonly int[] _ids; // of each piece of the SentencePiece model
    private readonly AddedTokenMatcher _matcher;
    private readonly ConcurrentBag<CocoLmPreTokenizer> _preTokenizers = [];
    private readonly Lazy<string> _fingerprint;

    private CocoLmTokenizer(SentencePieceTokenizer pieces, CocoLmDictionary dictionary)
        : base(new TokenTable(dictionary.Symbols), Added(dictionary), dictionary.Special, PostProcessor.Roberta(dictionary.Special.Classify, dictionary.Special.Separate), decoder: null, new EncodeOptions())
    {
        (Pieces, Dictionary) = (pieces, dictionary);
        _ids = [.. pieces.Tokens.Select(piece => dictionary.IdOf(piece))];
        _matcher = new AddedTokenMatcher(AddedTokens.Select(token => (token.Content, token)));
        _fingerprint = new Lazy<string>(() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"coco-lm 1 {pieces.Fingerprint}\n{string.Join('\n', dictionary.Symbols)}"))));
    }

    /// <inheritdoc/>
    public override string Kind => "COCO-LM";

    /// <inheritdoc/>
    public override string Fingerprint => _fingerprint.Value;

    /// <inheritdoc/>
    public override bool IgnoresCase => Pieces.IgnoresCase;

    /// <summary>What cuts words.</summary>
    internal SentencePieceTokenizer Pieces { get; }

    /// <summary>What numbers the pieces.</summary>
    internal CocoLmDictionary Dictionary { get; }

    /// <inheritdoc/>
    public override bool ContinuesWord(int id) => SpacedPiece.ContinuesWord(TokenOf(id));

    /// <summary>The tokenizer of the two files in a folder.</summary>
    /// <exception cref="CorpusException">A file is missing or damaged, or no piece of the model is in the dictionary.</exception>
    internal static CocoLmTokenizer Read(string folder)
    {
        string model = Path.Combine(folder, ModelFile), list = Path.Combine(folder, DictionaryFile);
        var pieces = SentencePieceTokenizer.Parse(model, TokenizerFiles.ReadAll(model));
        var tokenizer = new CocoLmTokenizer(pieces, CocoLmDictionary.Read(list, TokenizerFiles.ReadAll(list)));
        if (Array.TrueForAll(tokenizer._ids, id => tokenizer.Special.Contains(id) || id == tokenizer.Special.Unknown))
            throw new CorpusException(list, $"lists no piece of {ModelFile}. The two files must come from the same model.");
        return tokenizer;
    }

    private protected override void EncodeWords(ReadOnlySpan<char> text, IntList ids, List<TokenSpan>? offsets, bool parseSpecial, List<Range>? words)
    {
        if (!_preTokenizers.TryTake(out var preTokenizer)) preTokenizer = new CocoLmPreTokenizer();
        var encoder = Pieces.Rent();
        if (parseSpecial) EncodeWithSpecial(preTokenizer, encoder, text, ids, offsets);
        else Encode(preTokenizer, encoder, text, 0, ids, offsets);
        Pieces.Return(encoder);
        _preTokenizers.Add(preTokenizer);
    }

    private protected override string DecodeTokens(List<int> ids) => string.Concat(ids.Select(TokenOf)).Replace(" ", "", StringComparison.Ordinal).Replace('\u2581', ' ').Trim();

    private void EncodeWithSpecial(CocoLmPreTokenizer words, SentencePieceEncoder encoder, ReadOnlySpan<char> text, IntList ids, List<TokenSpan>? offsets) =>
        _matcher.Encode(text, encoder.Parts, ids, offsets, (tokenizer: this, words, encoder, ids, offsets), static (part, start, to) => to.tokenizer.Encode(to.words, to.encoder, part, start, to.ids, to.offsets));

    private void Encode(CocoLmPreTokenizer words, SentencePieceEncoder encoder, ReadOnlySpan<char> text, int shift, IntList ids, List<TokenSpan>? offsets)
    {
        words.Run(text);
        encoder.Run(words.Text, tracks: offsets is not null);
        var walk = offsets is null ? default : encoder.Offsets;
        var pieces = CollectionsMarshal.AsSpan(encoder.Pieces);
        var (at, start) = (0, offsets is null ? 0 : walk.At(0));
        for (int i = 0; i < pieces.Length; i++)
        {
            var piece = encoder.Normalized.Slice(at, pieces[i].Length);
            var rest = encoder.Normalized[(at + piece.Length)..];
            int end = offsets is null ? 0 : walk.At(at + piece.Length);
            if (!IsDropped(piece, rest))
            {
                int count = AddIds(pieces[i].Id, piece, ids);
                var span = offsets is null ? default : words.Original(new TokenSpan(start, end));
                for (int k = 0; k < count; k++) offsets?.Add(new TokenSpan(span.Start + shift, span.End + shift));
            }

            (at, start) = (at + piece.Length, end);
        }
    }

    private static bool IsDropped(ReadOnlySpan<byte> piece, ReadOnlySpan<byte> rest)
    {
        if (!piece.SequenceEqual(SentencePieceNormalizer.EscapedSpace)) return false;
        if (rest.IsEmpty) return true;
        Rune.DecodeFromUtf8(rest, out var next, out _);
        Span<char> units = stackalloc char[2];
        return CocoLmPreTokenizer.StartsWithPunctuation(units[..next.EncodeToUtf16(units)], out _);
    }

    private int AddIds(int piece, ReadOnlySpan<byte> text, IntList ids)
    {
        if (piece != Pieces.Special.Unknown)
        {
            ids.Add(_ids[piece]);
            return 1;
        }

        if (Pieces.Model.ByteFallback)
        {
            foreach (byte b in text) ids.Add(_ids[Pieces.ByteId(b)]);
            return text.Length;
        }

        // The dictionary may know what the model does not.
        Span<char> units = text.Length <= 256 ? stackalloc char[256] : new char[text.Length];
        ids.Add(Dictionary.IdOf(units[..Encoding.UTF8.GetChars(text, units)]));
        return 1;
    }

    private static AddedToken[] Added(CocoLmDictionary dictionary)
    {
        var (pad, unknown, classify, separate, mask) = dictionary.Special;
        return [.. new[] { pad, unknown, classify, separate, mask }.Order().Select(id => new AddedToken { Content = dictionary.Symbols[id], Id = id, Special = true })];
    }
}
