using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Cocoon.Cli;

/// <summary>Lays tokens out in columns, up to five lines under one another: original, masked, sampled, detected, corrected.</summary>
public static class TokenTable
{
    private const int LabelWidth = 10;
    private static readonly string[] s_labels = ["original", "masked", "sampled", "detected", "corrected"];
    private static readonly Style s_quiet = new(decoration: Decoration.Dim), s_good = new(Color.Green), s_bad = new(Color.Red);

    /// <summary>The table, broken into blocks of a width.</summary>
    /// <param name="tokens">A sequence.</param>
    /// <param name="width">Most characters in a line.</param>
    public static IEnumerable<IRenderable> Draw(IReadOnlyList<CorruptedToken> tokens, int width)
    {
        // A line that no token has anything to say in is left out: GPT hides nothing, one model alone samples nothing, ELECTRA corrects nothing.
        int[] shown = [.. Enumerable.Range(0, s_labels.Length).Where(line => line switch
        {
            1 => tokens.Any(t => t.Masked is not null),
            2 => tokens.Any(t => t.Sampled is not null),
            3 => tokens.Any(t => t.WrongProbability is not null),
            4 => tokens.Any(t => t.Corrected is not null),
            _ => true,
        })];
        var block = new List<Paragraph[]>();
        int used = LabelWidth;
        foreach (Paragraph[] cells in tokens.Select(Cells))
        {
            int cell = cells.Max(c => c.Length) + 1;
            if (used + cell > width && block.Count > 0)
            {
                yield return Block(block, shown);
                yield return CommandConsole.Line("");
                block.Clear();
                used = LabelWidth;
            }
            block.Add(cells);
            used += cell;
        }
        yield return Block(block, shown);
    }

    /// <summary>Unchanged tokens are a dot below the original, so that the eye falls on what happened.</summary>
    private static Paragraph[] Cells(CorruptedToken token)
    {
        var quiet = new Paragraph("·", s_quiet);
        bool detected = token.WrongProbability > 0.5;
        return
        [
            new(token.Original),
            token.IsMasked ? new(token.Masked ?? "") : quiet,
            !token.IsMasked ? quiet : token.IsReplaced ? new(token.Sampled!, s_bad) : new("=", s_quiet),
            token.WrongProbability is not { } wrong ? new("") : wrong < 0.25 ? quiet : new(wrong.ToString("0.00", CultureInfo.InvariantCulture), detected == token.IsReplaced ? s_good : s_bad),
            !token.IsMasked ? quiet : token.Corrected is null ? new("") : token.Corrected == token.Original ? new(token.Corrected + "✓", s_good) : new(token.Corrected, s_bad),
        ];
    }

    private static Grid Block(List<Paragraph[]> block, int[] shown)
    {
        var grid = new Grid();
        for (int column = 0; column <= block.Count; column++) grid.AddColumn(new() { NoWrap = true, Padding = new(0, 0, 1, 0) });
        foreach (int line in shown) grid.AddRow([new Paragraph(s_labels[line], s_quiet), .. block.Select(cells => cells[line])]);
        return grid;
    }
}
