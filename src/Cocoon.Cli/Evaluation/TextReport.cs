using Cocoon.Evaluation;
using Spectre.Console.Rendering;

namespace Cocoon.Cli;

/// <summary>Answers about whole texts: which labels are confused, whether the probabilities can be believed.</summary>
internal sealed class TextReport(SetEvaluation evaluation, TaskSettings task) : ISetReport
{
    /// <inheritdoc/>
    public string PredictionsFile => SubmissionFile.NameOf(task, evaluation.Examples);

    /// <inheritdoc/>
    public object Facts => new
    {
        Set = evaluation.Examples.Name,
        evaluation.Examples.File,
        Examples = evaluation.Examples.Examples.Count,
        Score = evaluation.Measures.Count > 0 ? task.ScoreOf(evaluation.Measures) : (double?)null,
        evaluation.Measures,
        task.Labels,
        Confusion = ReportLines.Rows(evaluation.Confusion),
        Calibration = evaluation.Calibration?.Bins,
        evaluation.Worst,
    };

    /// <inheritdoc/>
    public IEnumerable<IRenderable> Pictures
    {
        get
        {
            foreach (var picture in ReportLines.Head(evaluation.Examples, evaluation.Measures)) yield return picture;
            if (evaluation.Confusion is { } matrix)
                foreach (var picture in ReportLines.Confusion(matrix, task.Labels)) yield return picture;
            if (evaluation.Calibration is { } calibration)
            {
                yield return CommandConsole.Line("\nprobability given, and how often that was right:");
                yield return CommandConsole.Columns(calibration.Bins.Where(b => b.Answers > 0).Select(b => (MarkedText.Number(b.Confidence), $"{MarkedText.Number(b.Accuracy)}  ({b.Answers:N0} answers)")));
            }
            foreach (var picture in ReportLines.Worst(evaluation.Worst.Select(w => (w.Place, TextsOf(w), $"right: {w.Right}, answered: {ClassifyCommand.Text(w.Answer, task)}")))) yield return picture;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> WritePredictions(string folder)
    {
        string path = Path.Combine(folder, PredictionsFile);
        SubmissionFile.Write(path, task, evaluation.Examples, evaluation.Answers);
        yield return $"{path}: {evaluation.Answers.Count:N0} answers to {evaluation.Examples.File}.";
    }

    private static string TextsOf(WrongAnswer wrong) => ReportLines.Shown(wrong.Text) + (wrong.Pair is { } pair ? $" / {ReportLines.Shown(pair)}" : "");
}
