namespace Cocoon.Text;

/// <summary>Which two code points form one, as the reference library composes them.</summary>
internal static class Composition
{
    private static readonly Lazy<Dictionary<(int, int), int>> s_pairs = new(Pairs);

    /// <summary>The code point that two form, or −1.</summary>
    public static int Compose(int first, int second)
    {
        int syllable = Hangul.Compose(first, second);
        return syllable >= 0 ? syllable : s_pairs.Value.TryGetValue((first, second), out int composed) ? composed : -1;
    }

    // The table holds full decompositions; the pair of a code point is what all but its last part form, and the last part.
    private static Dictionary<(int, int), int> Pairs()
    {
        var unicode = UnicodeTable.Instance;
        var excluded = unicode.Ranges('X').SelectMany(range => Enumerable.Range(range.First, range.Last - range.First + 1)).ToHashSet();
        var composed = unicode.Decompositions.Where(pair => pair.Value.Length > 1 && !excluded.Contains(pair.Key))
            .ToDictionary(pair => string.Join(' ', pair.Value), pair => pair.Key, StringComparer.Ordinal);
        var pairs = new Dictionary<(int, int), int>();
        foreach (int whole in composed.Values)
        {
            int[] parts = unicode.Decompositions[whole];
            int first = parts.Length == 2 ? parts[0] : composed.GetValueOrDefault(string.Join(' ', parts[..^1]), -1);
            if (first >= 0) pairs.Add((first, parts[^1]), whole);
        }

        return pairs;
    }
}
