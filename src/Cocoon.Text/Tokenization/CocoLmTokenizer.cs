using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;

namespace Cocoon.Text;

/// <summary>The tokenizer of the published COCO-LM models: a SentencePiece model (<c>sp.model</c>), and a list that gives its pieces other numbers (<c>dict.txt</c>).</summary>
/// <remarks>
/// Meng et al. 2021, arXiv:2102.08473, as in the authors' <c>tokenization_cocolm.py</c>: punctuation is separated first, and a lone space
/// before punctuation or at the end is dropped. No special token is added, and none is found in text. Immutable; any number of threads may use one instance.
/// </remarks>
public sealed class CocoLmTokenizer
{
    /// <summary>Names of the two files in a model's folder.</summary>
    public const string ModelFile = "sp.model", DictionaryFile = "dict.txt";

    private readonly SentencePieceTokenizer _pieces;
    private readonly CocoLmDictionary _dictionary;
    private readonly int[] _ids; // of each piece of the SentencePiece model
    private readonly ConcurrentBag<CocoLmPreTokenizer> _preTokenizers = [];

    private CocoLmTokenizer(SentencePieceTokenizer pieces, CocoLmDictionary dictionary)
    {
        (_pieces, _dictionary) = (pieces, dictionary);
        _ids = [.. Enumerable.Range(0, pieces.VocabularySize).Select(id => dictionary.IdOf(pieces.TokenOf(id)))];
    }

    /// <summary>Ids of the special tokens.</summary>
    public SpecialTokens Special => _dictionary.Special;

    /// <summary>Number of tokens, V.</summary>
    public int VocabularySize => _dictionary.Symbols.Count;

    /// <summary>Reads <c>sp.model</c> and <c>dict.txt</c> from a folder.</summary>
    /// <exception cref="CorpusException">A file is missing or damaged, or no piece of the model is in the dictionary.</exception>
    public static CocoLmTokenizer Load(string folder)
    {
        var pieces = SentencePieceTokenizer.Load(Path.Combine(folder, ModelFile));
        string path = Path.Combine(folder, DictionaryFile);
        var tokenizer = new CocoLmTokenizer(pieces, CocoLmDictionary.Read(path, TokenizerFiles.ReadAll(path)));
        if (Array.TrueForAll(tokenizer._ids, id => tokenizer.Special.Contains(id) || id == tokenizer.Special.Unknown))
            throw new CorpusException(path, $"lists no piece of {ModelFile}. The two files must come from the same model.");
        return tokenizer;
    }

    /// <summary>The text of a token; a space is U+2581.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such id.</exception>
    public string TokenOf(int id)
    {
        if ((uint)id >= (uint)VocabularySize) throw new ArgumentOutOfRangeException(nameof(id), id, $"The vocabulary has ids 0 to {VocabularySize - 1}.");
        return _dictionary.Symbols[id];
    }

    /// <summary>Appends the ids of a text's pieces; no [CLS] or [SEP] is added.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="ids">Receives the ids.</param>
    /// <param name="offsets">Receives, if given, the part of <paramref name="text"/> that each id stands for.</param>
    public void Encode(ReadOnlySpan<char> text, IntList ids, List<TokenSpan>? offsets = null)
    {
        if (!_preTokenizers.TryTake(out var words)) words = new CocoLmPreTokenizer();
        var encoder = _pieces.Rent();
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
                for (int k = 0; k < count; k++) offsets?.Add(words.Original(new TokenSpan(start, end)));
            }

            (at, start) = (at + piece.Length, end);
        }

        _pieces.Return(encoder);
        _preTokenizers.Add(words);
    }

    /// <summary>Readable text for ids.</summary>
    /// <param name="ids">Token ids.</param>
    /// <param name="skipSpecial">Leaves out [PAD], [CLS], [SEP] and [MASK].</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such id.</exception>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecial = true)
    {
        var text = new StringBuilder();
        foreach (int id in ids)
            if (!skipSpecial || !Special.Contains(id)) text.Append(TokenOf(id));
        return text.Replace(" ", "").Replace('\u2581', ' ').ToString().Trim();
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
        if (piece != _pieces.UnknownId)
        {
            ids.Add(_ids[piece]);
            return 1;
        }

        if (_pieces.Model.ByteFallback)
        {
            foreach (byte b in text) ids.Add(_ids[_pieces.ByteId(b)]);
            return text.Length;
        }

        // The dictionary may know what the model does not.
        Span<char> units = text.Length <= 256 ? stackalloc char[256] : new char[text.Length];
        ids.Add(_dictionary.IdOf(units[..Encoding.UTF8.GetChars(text, units)]));
        return 1;
    }
}
