using System.Globalization;
using Cocoon.Models;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Cocoon.Cli;

/// <summary>Draws a text's doubtful words where they stand, for a terminal: the lines that hold one, each such word with its probability and the best proposal beside it.</summary>
public static class MarkedText
{
    private const double Grave = 0.8;
    private static readonly Style s_grave = new(Color.Red, decoration: Decoration.Bold), s_doubtful = new(Color.Yellow), s_better = new(Color.Green), s_quiet = new(decoration: Decoration.Dim);

    /// <summary>The lines, and below each what else could stand there.</summary>
    /// <param name="text">What was corrected.</param>
    /// <param name="corrections">Its doubtful words, in its order.</param>
    public static IEnumerable<IRenderable> Draw(string text, IReadOnlyList<Correction> corrections)
    {
        for (int first = 0, line = 1, start = 0; first < corrections.Count; line++)
        {
            int end = text.IndexOf('\n', start) is >= 0 and int newline ? newline : text.Length, next = first;
            while (next < corrections.Count && corrections[next].Offset < end) next++;
            if (next > first)
            {
                var inLine = corrections.Skip(first).Take(next - first).ToList();
                yield return Marked(text, start, end, line, inLine);
                yield return new Padder(Proposals(inLine), new(2, 0, 0, 1));
            }
            (first, start) = (next, end + 1);
        }
    }

    private static Paragraph Marked(string text, int start, int end, int line, List<Correction> corrections)
    {
        var marked = new Paragraph($"{line}: ", s_quiet);
        foreach (var correction in corrections)
        {
            marked.Append(text[start..correction.Offset]).Append(correction.Word, StyleOf(correction));
            marked.Append($" {Number(correction.WrongProbability)}", s_quiet);
            if (correction.Proposals is [var best, ..]) marked.Append($"→{best.Word}", s_better);
            start = correction.Offset + correction.Length;
        }
        return marked.Append(text[start..end] + "\n");
    }

    private static Grid Proposals(List<Correction> corrections)
    {
        var grid = new Grid().AddColumn(new() { NoWrap = true, Padding = new(0, 0, 2, 0) }).AddColumn(new() { NoWrap = true, Padding = new(0, 0, 2, 0) }).AddColumn(new() { Padding = new(0) });
        foreach (var correction in corrections)
            grid.AddRow(new Paragraph(correction.Word, StyleOf(correction)), new Paragraph($"wrong {Number(correction.WrongProbability)}"), new Paragraph(Text(correction.Proposals)));
        return grid;
    }

    /// <summary>Proposals in one line, the most probable first.</summary>
    public static string Text(IEnumerable<Proposal> proposals) => string.Join(", ", proposals.Select(p => $"{p.Word} {Number(p.Probability)}"));

    /// <summary>A probability with two digits.</summary>
    public static string Number(double probability) => probability.ToString("0.00", CultureInfo.InvariantCulture);

    private static Style StyleOf(Correction correction) => correction.WrongProbability >= Grave ? s_grave : s_doubtful;
}
