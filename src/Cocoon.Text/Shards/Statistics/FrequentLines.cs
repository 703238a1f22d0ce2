using System.Runtime.InteropServices;

namespace Cocoon.Text;

/// <summary>Finds the most frequent lines in bounded memory.</summary>
/// <remarks>
/// Misra and Gries 1982, "Finding repeated elements", in batches: when twice the capacity is reached, all counts are lowered
/// by the one in the middle and what falls to zero is forgotten. Counts are exact until then, afterwards too low by at most
/// <see cref="Error"/>; every line more frequent than that is kept.
/// </remarks>
internal sealed class FrequentLines(int capacity)
{
    private const int ShownCharacters = 160;
    private readonly Dictionary<UInt128, RepeatedLine> _lines = [];

    /// <summary>How much too low a count may be.</summary>
    public long Error { get; private set; }

    public void Add(ReadOnlySpan<char> text)
    {
        foreach (var line in text.EnumerateLines())
        {
            var trimmed = line.Trim();
            if (!trimmed.IsEmpty) AddLine(trimmed);
        }
    }

    /// <summary>The lines that occur at least twice, the most frequent first.</summary>
    public IReadOnlyList<RepeatedLine> Top(int count) =>
        [.. _lines.Values.Where(line => line.Count > 1)
            .OrderByDescending(line => line.Count).ThenBy(line => line.Text, StringComparer.Ordinal)
            .Take(count)];

    private void AddLine(ReadOnlySpan<char> line)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_lines, TextHash.Of(line), out bool known);
        entry = known ? entry with { Count = entry.Count + 1 } : new RepeatedLine(Shown(line), 1);
        if (_lines.Count >= 2 * capacity) Lower();
    }

    private void Lower()
    {
        long[] counts = [.. _lines.Values.Select(line => line.Count)];
        Array.Sort(counts);
        long by = counts[counts.Length - capacity - 1];
        Error += by;
        foreach (var (hash, line) in _lines.ToArray())
            if (line.Count <= by) _lines.Remove(hash);
            else _lines[hash] = line with { Count = line.Count - by };
    }

    private static string Shown(ReadOnlySpan<char> line)
    {
        if (line.Length <= ShownCharacters) return line.ToString();
        int end = char.IsHighSurrogate(line[ShownCharacters - 1]) ? ShownCharacters - 1 : ShownCharacters;
        return string.Concat(line[..end], "…");
    }
}
