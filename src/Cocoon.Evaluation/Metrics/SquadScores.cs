namespace Cocoon.Evaluation;

/// <summary>Exact match and F1 of a set of questions, as SQuAD's official scripts count them.</summary>
/// <remarks><c>evaluate-v1.1.py</c> and <c>evaluate-v2.0.py</c>; theirs are per cent, these are fractions. Not for several threads at once.</remarks>
/// <param name="version">Whose rules.</param>
public sealed class SquadScores(SquadVersion version)
{
    private readonly List<Scored> _questions = [];

    /// <summary>Whose rules.</summary>
    public SquadVersion Version => version;

    /// <summary>All questions.</summary>
    public SquadScore Overall => Mean(_questions);

    /// <summary>Those that have an answer.</summary>
    public SquadScore Answerable => Mean(_questions.Where(q => q.IsAnswerable));

    /// <summary>Those that have none.</summary>
    public SquadScore Unanswerable => Mean(_questions.Where(q => !q.IsAnswerable));

    /// <summary>The best exact match that any threshold of the no-answer score gives.</summary>
    public NoAnswerThreshold BestExact => Best(score => score.Exact);

    /// <summary>The best F1 that any threshold of the no-answer score gives.</summary>
    public NoAnswerThreshold BestF1 => Best(score => score.F1);

    /// <summary>Scores one answer.</summary>
    /// <param name="predicted">The answer; empty for "there is none"; null if nothing was said, which the rules of 1.1 count as wrong and those of 2.0 leave out.</param>
    /// <param name="gold">Right answers; none if the question cannot be answered.</param>
    /// <param name="noAnswerScore">The higher, the surer is the model that there is no answer; any unit, finite.</param>
    public void Add(string? predicted, IReadOnlyList<string> gold, double noAnswerScore = 0)
    {
        if (!double.IsFinite(noAnswerScore)) throw new ArgumentException($"The no-answer score is {noAnswerScore}: no threshold can be compared with it.", nameof(noAnswerScore));
        if (predicted is not null) _questions.Add(new(AnswerScore.Of(predicted, gold, version), gold.Count > 0, predicted.Length == 0, noAnswerScore));
        else if (version == SquadVersion.V1) _questions.Add(new(default, IsAnswerable: true, IsEmpty: true, noAnswerScore));
    }

    private static SquadScore Mean(IEnumerable<Scored> questions)
    {
        var (count, exact, f1) = (0L, 0.0, 0.0);
        foreach (var question in questions) (count, exact, f1) = (count + 1, exact + question.Score.Exact, f1 + question.Score.F1);
        return count == 0 ? default : new(count, exact / count, f1 / count);
    }

    // find_best_thresh: at first nothing is answered; then one question after the other, the surest first. Equals keep their order, as in Python's sorted.
    private NoAnswerThreshold Best(Func<AnswerScore, double> scoreOf)
    {
        double current = _questions.Count(q => !q.IsAnswerable), best = current, threshold = 0;
        foreach (var question in _questions.OrderBy(q => q.NoAnswerScore))
        {
            current += question.IsAnswerable ? scoreOf(question.Score) : question.IsEmpty ? 0 : -1;
            if (current > best) (best, threshold) = (current, question.NoAnswerScore);
        }
        return _questions.Count == 0 ? default : new(best / _questions.Count, threshold);
    }

    private readonly record struct Scored(AnswerScore Score, bool IsAnswerable, bool IsEmpty, double NoAnswerScore);
}
