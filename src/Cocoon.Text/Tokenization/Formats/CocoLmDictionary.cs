using System.Globalization;

namespace Cocoon.Text;

/// <summary>The vocabulary of a published COCO-LM model: fairseq's <c>dict.txt</c>, one <c>piece count</c> a line.</summary>
/// <remarks>Ids 0 to 3 are [CLS], [PAD], [SEP] and [UNK], then follow the lines of the file; pieces that were there before are passed over. [MASK] is the last, unless the file lists it.</remarks>
internal sealed class CocoLmDictionary
{
    private const string Overwrite = "#fairseq:overwrite";

    private static readonly Dictionary<string, string> s_aliases = new(StringComparer.Ordinal)
    {
        ["<s>"] = "[CLS]", ["<pad>"] = "[PAD]", ["</s>"] = "[SEP]", ["<unk>"] = "[UNK]", ["<mask>"] = "[MASK]",
    };

    private readonly List<string> _symbols = [];
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);

    private CocoLmDictionary()
    {
        foreach (string first in new[] { "[CLS]", "[PAD]", "[SEP]", "[UNK]" }) Add(first);
        Special = new SpecialTokens(Pad: 1, Unknown: 3, Classify: 0, Separate: 2, Mask: -1);
    }

    /// <summary>Ids of the special tokens.</summary>
    public SpecialTokens Special { get; private set; }

    /// <summary>The file.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private init; }

    /// <summary>The symbols in the order of their ids.</summary>
    public IReadOnlyList<string> Symbols => _symbols;

    /// <summary>Reads <c>dict.txt</c>.</summary>
    /// <exception cref="CorpusException">The file is not such a list.</exception>
    public static CocoLmDictionary Read(string path, byte[] bytes)
    {
        var dictionary = new CocoLmDictionary { Bytes = bytes };
        int number = 0;
        var text = StrictUtf8.Decode(bytes, path, 0, 1).AsSpan();
        foreach (var line in text.Split('\n')) // only there: pieces may be Unicode's other line breaks
        {
            number++;
            if (line.Start.Value < text.Length) dictionary.AddLine(text[line].TrimEnd(), path, number);
        }

        dictionary.Special = dictionary.Special with { Mask = dictionary.Add("[MASK]") };
        return dictionary;
    }

    /// <summary>The id of a piece; the unknown one's if the dictionary does not have it.</summary>
    public int IdOf(ReadOnlySpan<char> piece)
    {
        if (s_aliases.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(piece, out string? alias)) piece = alias;
        return _ids.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(piece, out int id) ? id : Special.Unknown;
    }

    private void AddLine(ReadOnlySpan<char> line, string path, int number)
    {
        int space = line.LastIndexOf(' ');
        var symbol = space < 0 ? line : line[..space];
        var count = space < 0 ? "1" : line[(space + 1)..]; // fairseq allows a line without a count
        if (count.SequenceEqual(Overwrite))
            throw new CorpusException(path, $"line {number} replaces an earlier piece ({Overwrite}), which is not supported. Leave the line out.");
        if (symbol.IsEmpty || !long.TryParse(count, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            throw new CorpusException(path, $"line {number} is not a piece, a space and a count. Is this the dict.txt of a COCO-LM model?");
        Add(symbol.ToString());
    }

    private int Add(string symbol)
    {
        symbol = s_aliases.GetValueOrDefault(symbol, symbol);
        if (_ids.TryGetValue(symbol, out int id)) return id;
        _ids.Add(symbol, id = _symbols.Count);
        _symbols.Add(symbol);
        return id;
    }
}
