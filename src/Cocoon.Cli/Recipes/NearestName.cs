namespace Cocoon.Cli;

/// <summary>Finds the name that was probably meant by a misspelt one.</summary>
public static class NearestName
{
    /// <summary>The known name with the smallest edit distance; null if none is near enough to be meant.</summary>
    /// <remarks>
    /// Optimal string alignment (Damerau 1964: insertions, deletions, substitutions and swaps of neighbors, each costing 1),
    /// ignoring case. A name is near if it differs in at most a third of its letters, and in two at least; a known name that
    /// contains the given one, or is contained in it, is near too.
    /// </remarks>
    public static string? Of(string name, IEnumerable<string> known)
    {
        string? best = null;
        int bestDistance = int.MaxValue;
        foreach (string candidate in known)
        {
            bool contained = Math.Min(name.Length, candidate.Length) >= 4 && (candidate.Contains(name, StringComparison.OrdinalIgnoreCase) || name.Contains(candidate, StringComparison.OrdinalIgnoreCase));
            int distance = contained ? 1 : Distance(name, candidate);
            if (distance < bestDistance && distance <= Math.Max(2, Math.Max(name.Length, candidate.Length) / 3)) (best, bestDistance) = (candidate, distance);
        }
        return best;
    }

    /// <summary>"Did you mean 'x'?", or the list of what there is.</summary>
    public static string Hint(string name, IReadOnlyCollection<string> known) =>
        Of(name, known) is { } nearest ? $"Did you mean '{nearest}'?" : $"Known: {string.Join(", ", known)}.";

    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) d[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
            for (int j = 1; j <= b.Length; j++)
            {
                int change = Same(a[i - 1], b[j - 1]) ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1])) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        return d[a.Length, b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
