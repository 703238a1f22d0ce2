namespace Cocoon.Text;

/// <summary>What happens to the matches of a pattern that a text is cut at.</summary>
internal enum SplitBehavior
{
    /// <summary>They go away.</summary>
    Removed,

    /// <summary>Each becomes a piece.</summary>
    Isolated,

    /// <summary>They end the piece before.</summary>
    MergedWithPrevious,

    /// <summary>They begin the piece behind.</summary>
    MergedWithNext,

    /// <summary>Neighboring matches become one piece.</summary>
    Contiguous,
}

/// <summary>Turns the matches of a pattern into pieces, as the reference library does.</summary>
internal static class Splitting
{
    /// <summary>Merges the matches into pieces. A piece that goes away stays marked as a match.</summary>
    public static void Apply(List<PatternMatch> matches, SplitBehavior behavior, bool inverted)
    {
        if (inverted) for (int i = 0; i < matches.Count; i++) matches[i] = matches[i] with { IsMatch = !matches[i].IsMatch };
        switch (behavior)
        {
            case SplitBehavior.Removed: return;
            case SplitBehavior.Contiguous: Merge(matches, (now, previous) => now == previous); break;
            case SplitBehavior.MergedWithPrevious: Merge(matches, (now, previous) => now && !previous); break;
            case SplitBehavior.MergedWithNext:
                matches.Reverse();
                Merge(matches, (now, previous) => now && !previous);
                matches.Reverse();
                break;
            default: break;
        }

        for (int i = 0; i < matches.Count; i++) matches[i] = matches[i] with { IsMatch = false };
    }

    // Joins a part to the piece before it, if there is one and the rule says so; the rule sees whether this part and the one before match.
    private static void Merge(List<PatternMatch> matches, Func<bool, bool, bool> joins)
    {
        int pieces = 0;
        bool previous = false;
        for (int i = 0; i < matches.Count; i++)
        {
            var match = matches[i];
            if (joins(match.IsMatch, previous) && pieces > 0)
            {
                var piece = matches[pieces - 1];
                matches[pieces - 1] = piece with { Start = Math.Min(piece.Start, match.Start), End = Math.Max(piece.End, match.End) };
            }
            else matches[pieces++] = match;
            previous = match.IsMatch;
        }

        matches.RemoveRange(pieces, matches.Count - pieces);
    }
}
