using System.Globalization;
using Cocoon.Evaluation;
using Spectre.Console.Rendering;

namespace Cocoon.Cli;

/// <summary>What the reports of all forms of answers have in common.</summary>
internal static class ReportLines
{
    private const int MostLabelsShown = 12, MostAnswersShown = 5, MostCharactersShown = 200;

    /// <summary>What was measured, and what was noticed in the file.</summary>
    /// <param name="set">The examples.</param>
    /// <param name="measures">The measures; empty if nothing is right about the examples.</param>
    public static IEnumerable<IRenderable> Head(ExampleSet set, SortedDictionary<string, double> measures)
    {
        yield return CommandConsole.Line($"{set.Name}: {set.Examples.Count:N0} examples of {set.File}{(measures.Count == 0 ? ", without answers to compare with" : "")}");
        foreach (string note in set.Notes) yield return CommandConsole.Line($"note: {note}");
        if (measures.Count > 0) yield return CommandConsole.Columns(measures.Select(m => (m.Key, FineTuningDisplay.Number(m.Value))));
    }

    /// <summary>The labels with the most errors, and what was answered where each is right.</summary>
    public static IEnumerable<IRenderable> Confusion(ConfusionMatrix matrix, IReadOnlyList<string> labels)
    {
        yield return CommandConsole.Line("\nright label, and what was answered:");
        var worst = Enumerable.Range(0, matrix.Classes).OrderByDescending(c => matrix.GoldOf(c) - matrix[c, c]).ThenBy(c => c).Take(MostLabelsShown);
        yield return CommandConsole.Columns(worst.Select(gold => (labels[gold], string.Join(", ", Enumerable.Range(0, matrix.Classes).Where(c => matrix[gold, c] > 0).OrderByDescending(c => matrix[gold, c]).ThenBy(c => c).Take(MostAnswersShown)
            .Select(c => string.Create(CultureInfo.InvariantCulture, $"{labels[c]} {matrix[gold, c]:N0}"))))));
        if (matrix.Classes > MostLabelsShown) yield return CommandConsole.Line($"… the {MostLabelsShown} labels of {matrix.Classes} with the most errors; --json has all.");
    }

    /// <summary>A confusion matrix for scripts: a row for each right label.</summary>
    public static IEnumerable<IEnumerable<long>>? Rows(ConfusionMatrix? matrix) =>
        matrix is null ? null : Enumerable.Range(0, matrix.Classes).Select(gold => Enumerable.Range(0, matrix.Classes).Select(c => matrix[gold, c]));

    /// <summary>Errors, each with its place.</summary>
    /// <param name="errors">Place, text, and what is wrong.</param>
    public static IEnumerable<IRenderable> Worst(IEnumerable<(ExamplePlace Place, string Text, string Wrong)> errors)
    {
        bool first = true;
        foreach (var (place, text, wrong) in errors)
        {
            if (first) yield return CommandConsole.Line("\nworst errors:");
            first = false;
            yield return CommandConsole.Line($"{place}: {Shown(text)}\n  {wrong}");
        }
    }

    /// <summary>A text, or as much of it as fits into some lines.</summary>
    public static string Shown(string text) => text.Length <= MostCharactersShown ? text : text[..MostCharactersShown] + "…";
}
