using System.Globalization;

namespace Cocoon.Text;

/// <summary>What the reference library knows about code points, so that a text gives the same tokens whatever Unicode version the machine has.</summary>
/// <remarks>The library mixes tables of several Unicode versions; the embedded file was measured from it (tools/oracle/tokenizers).</remarks>
internal sealed class UnicodeTable
{
    private static readonly Lazy<UnicodeTable> s_instance = new(() => new UnicodeTable());

    private readonly Dictionary<char, List<(int First, int Last)>> _ranges = [];

    private UnicodeTable()
    {
        using var reader = new StreamReader(typeof(UnicodeTable).Assembly.GetManifestResourceStream("characters.txt")!);
        while (reader.ReadLine() is { } line)
        {
            if (line[0] == '#') continue;
            string[] fields = line.Split(' ');
            int[] values = [.. fields.Skip(1).Select(field => int.Parse(field, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
            Add(line[0], values, fields);
        }
    }

    public static UnicodeTable Instance => s_instance.Value;

    /// <summary>Full canonical decompositions, without Hangul syllables.</summary>
    public Dictionary<int, int[]> Decompositions { get; } = [];

    /// <summary>Full compatible decompositions that differ from the canonical ones.</summary>
    public Dictionary<int, int[]> Compatible { get; } = [];

    /// <summary>Small letters of capitals.</summary>
    public Dictionary<int, int[]> Lowercase { get; } = [];

    /// <summary>Canonical combining classes; code points that are not here have class 0.</summary>
    public Dictionary<int, int> CombiningClasses { get; } = [];

    /// <summary>Code points of a set: D removed by cleaning, S white space, H Chinese, P punctuation, M nonspacing marks, A accents, X never composed.</summary>
    public IReadOnlyList<(int First, int Last)> Ranges(char set) => _ranges[set];

    private void Add(char kind, int[] values, string[] fields)
    {
        switch (kind)
        {
            case 'N': Decompositions.Add(values[0], values[1..]); break;
            case 'K': Compatible.Add(values[0], values[1..]); break;
            case 'L': Lowercase.Add(values[0], values[1..]); break;
            case 'C':
                int combining = int.Parse(fields[1], CultureInfo.InvariantCulture);
                for (int c = values[1]; c <= values[2]; c++) CombiningClasses.Add(c, combining);
                break;
            default:
                if (!_ranges.TryGetValue(kind, out var list)) _ranges.Add(kind, list = []);
                list.Add((values[0], values[1]));
                break;
        }
    }
}
