using System.Globalization;

namespace Cocoon.Cli;

/// <summary>Lays tokens out in columns, five lines under one another: original, masked, sampled, detected, corrected.</summary>
public static class TokenTable
{
    private const int LabelWidth = 10;
    private static readonly string[] s_labels = ["original", "masked", "sampled", "detected", "corrected"];

    /// <summary>The lines of the table, broken at a width.</summary>
    /// <param name="tokens">A sequence.</param>
    /// <param name="width">Most characters in a line.</param>
    public static IEnumerable<string> Draw(IReadOnlyList<CorruptedToken> tokens, int width)
    {
        var block = new List<string[]>();
        int used = LabelWidth;
        foreach (string[] cells in tokens.Select(Cells))
        {
            int cell = cells.Max(c => c.Length) + 1;
            if (used + cell > width && block.Count > 0)
            {
                foreach (string line in Lines(block)) yield return line;
                yield return "";
                block.Clear();
                used = LabelWidth;
            }
            block.Add(cells);
            used += cell;
        }
        foreach (string line in Lines(block)) yield return line;
    }

    /// <summary>Unchanged tokens are a dot below the original, so that the eye falls on what happened.</summary>
    private static string[] Cells(CorruptedToken token) =>
    [
        token.Original,
        token.IsMasked ? token.Masked : "·",
        !token.IsMasked ? "·" : token.IsReplaced ? token.Sampled : "=",
        token.WrongProbability is not { } wrong ? "" : wrong >= 0.25 ? wrong.ToString("0.00", CultureInfo.InvariantCulture) : "·",
        !token.IsMasked ? "·" : token.Corrected is null ? "" : token.Corrected == token.Original ? token.Corrected + "✓" : token.Corrected,
    ];

    private static IEnumerable<string> Lines(List<string[]> block)
    {
        for (int line = 0; line < s_labels.Length; line++)
            yield return (s_labels[line].PadRight(LabelWidth) + string.Concat(block.Select(cells => cells[line].PadRight(cells.Max(c => c.Length) + 1)))).TrimEnd();
    }
}
