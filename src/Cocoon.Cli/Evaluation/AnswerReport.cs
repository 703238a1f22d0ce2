using Cocoon.Evaluation;
using Spectre.Console.Rendering;

namespace Cocoon.Cli;

/// <summary>Answers to questions about texts, by SQuAD's official rules.</summary>
internal sealed class AnswerReport(AnswerEvaluation evaluation) : ISetReport
{
    private const string NullScoresFile = "null-scores.json";

    /// <inheritdoc/>
    public string PredictionsFile => "predictions.json";

    /// <inheritdoc/>
    public object Facts => new
    {
        Set = evaluation.Questions.Name,
        evaluation.Questions.File,
        Examples = evaluation.Questions.Examples.Count,
        Scores = evaluation.Scores is { } scores ? FactsOf(scores, evaluation.Swept, missing: 0) : null,
        evaluation.Worst,
    };

    /// <inheritdoc/>
    public IEnumerable<IRenderable> Pictures
    {
        get
        {
            foreach (var picture in ReportLines.Head(evaluation.Questions, [])) yield return picture;
            if (evaluation.Scores is { } scores) yield return CommandConsole.Columns(Rows(scores, evaluation.Swept, missing: 0));
            foreach (var picture in ReportLines.Worst(evaluation.Worst.Select(w => (w.Place, w.Question, $"right: {(w.Right.Count > 0 ? string.Join(" | ", w.Right) : "(none)")}, answered: {(w.Answer.Length > 0 ? w.Answer : "(none)")} {MarkedText.Number(w.Probability)}"))))
                yield return picture;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> WritePredictions(string folder)
    {
        var ids = evaluation.Questions.Examples.Select(q => q.Id).ToList();
        string path = Path.Combine(folder, PredictionsFile);
        SquadPredictions.Write(path, ids.Select(id => KeyValuePair.Create(id, evaluation.Answers[id])));
        yield return $"{path}: {ids.Count:N0} answers to {evaluation.Questions.File}.";
        if (evaluation.NoAnswerScores is not { } scores) yield break;
        path = Path.Combine(folder, NullScoresFile);
        SquadPredictions.Write(path, ids.Select(id => KeyValuePair.Create(id, scores[id])));
        yield return $"{path}: their no-answer scores.";
    }

    /// <summary>Scores for scripts.</summary>
    /// <param name="scores">Of the answers as they are.</param>
    /// <param name="swept">Of the answers with their no-answer scores; null if these are not known.</param>
    /// <param name="missing">Questions without an answer.</param>
    public static object FactsOf(SquadScores scores, SquadScores? swept, int missing) => new
    {
        version = scores.Version == SquadVersion.V1 ? "1.1" : "2.0",
        scores.Overall,
        scores.Answerable,
        scores.Unanswerable,
        swept?.BestExact,
        swept?.BestF1,
        missing,
    };

    /// <summary>Scores for people; parameters as of <see cref="FactsOf"/>.</summary>
    public static IEnumerable<(string, string)> Rows(SquadScores scores, SquadScores? swept, int missing)
    {
        yield return ("exact match", $"{scores.Overall.Exact:P3} of {scores.Overall.Questions:N0} questions");
        yield return ("F1", $"{scores.Overall.F1:P3}");
        bool first = scores.Version == SquadVersion.V1;
        if (missing > 0) yield return ("not answered", $"{missing:N0} questions: {(first ? "counted as wrong" : "left out")}, as the official rules of {(first ? "1.1" : "2.0")} do");
        if (first) yield break;
        yield return ("with answer", $"exact match {scores.Answerable.Exact:P3}, F1 {scores.Answerable.F1:P3} of {scores.Answerable.Questions:N0} questions");
        yield return ("without answer", $"exact match {scores.Unanswerable.Exact:P3} of {scores.Unanswerable.Questions:N0} questions");
        if (swept is null) yield break;
        yield return ("best exact match", $"{swept.BestExact.Score:P3}, if questions with a no-answer score above {swept.BestExact.Threshold:0.###} are left unanswered");
        yield return ("best F1", $"{swept.BestF1.Score:P3}, above {swept.BestF1.Threshold:0.###}");
    }
}
