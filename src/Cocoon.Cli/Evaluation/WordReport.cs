using Cocoon.Evaluation;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Cocoon.Cli;

/// <summary>Tags of words: precision, recall and F1 of whole names for each type, or which tags are confused.</summary>
internal sealed class WordReport(WordEvaluation evaluation, TaskSettings task) : ISetReport
{
    /// <inheritdoc/>
    public string PredictionsFile => evaluation.Sentences.Name + ".conll";

    /// <inheritdoc/>
    public object Facts => new
    {
        Set = evaluation.Sentences.Name,
        evaluation.Sentences.File,
        Examples = evaluation.Sentences.Examples.Count,
        Score = evaluation.Measures.Count > 0 ? task.ScoreOf(evaluation.Measures) : (double?)null,
        evaluation.Measures,
        evaluation.Names?.Overall,
        evaluation.Names?.Types,
        task.Labels,
        Confusion = ReportLines.Rows(evaluation.Confusion),
        evaluation.Worst,
    };

    /// <inheritdoc/>
    public IEnumerable<IRenderable> Pictures
    {
        get
        {
            foreach (var picture in ReportLines.Head(evaluation.Sentences, evaluation.Measures)) yield return picture;
            if (evaluation.Names is { } names) yield return Draw(names);
            else if (evaluation.Confusion is { } matrix)
                foreach (var picture in ReportLines.Confusion(matrix, task.Labels)) yield return picture;
            foreach (var picture in ReportLines.Worst(evaluation.Worst.Select(w => (w.Place, w.Text, $"right: {List(w.Right)}; answered: {List(w.Answered)}")))) yield return picture;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> WritePredictions(string folder)
    {
        string path = Path.Combine(folder, PredictionsFile);
        TaggedFile.Write(path, evaluation.Sentences, evaluation.Tags);
        yield return $"{path}: {evaluation.Tags.Count:N0} sentences of {evaluation.Sentences.File}, a word a line, the answer last.";
    }

    private static string List(IReadOnlyList<string> items) => items.Count > 0 ? string.Join(", ", items) : "nothing";

    private static Table Draw(EntityScores names)
    {
        var table = new Table().AddColumn("type").AddColumn(Right("names")).AddColumn(Right("found")).AddColumn(Right("right")).AddColumn(Right("precision")).AddColumn(Right("recall")).AddColumn(Right("F1"));
        foreach (var (type, score) in names.Types.Select(t => (t.Key, t.Value)).Append(("all", names.Overall)))
            table.AddRow(type.EscapeMarkup(), $"{score.Gold:N0}", $"{score.Predicted:N0}", $"{score.Right:N0}", $"{score.Precision:0.0000}", $"{score.Recall:0.0000}", $"{score.F1:0.0000}");
        return table;

        static TableColumn Right(string name) => new TableColumn(name).RightAligned();
    }
}
