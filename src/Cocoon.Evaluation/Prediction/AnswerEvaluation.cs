namespace Cocoon.Evaluation;

/// <summary>A question that was not answered quite rightly.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Question">The question.</param>
/// <param name="Right">What people answered; none if the text does not tell.</param>
/// <param name="Answer">What the model answers; empty if it says that the text does not tell.</param>
/// <param name="F1">How well the two agree, in [0, 1].</param>
/// <param name="Probability">How sure the model was, in [0, 1].</param>
public sealed record WrongSpan(ExamplePlace Place, string Question, IReadOnlyList<string> Right, string Answer, double F1, double Probability);

/// <summary>What a fine-tuned model answers to a set of questions.</summary>
public sealed record AnswerEvaluation
{
    /// <summary>The questions.</summary>
    public required ExampleSet Questions { get; init; }

    /// <summary>The answer to each, by its id: empty if there is none.</summary>
    public required IReadOnlyDictionary<string, string> Answers { get; init; }

    /// <summary>The no-answer score of each, by its id; null if every text of the task tells.</summary>
    public IReadOnlyDictionary<string, double>? NoAnswerScores { get; init; }

    /// <summary>Scores of the answers; null if the right ones are not known.</summary>
    public SquadScores? Scores { get; init; }

    /// <summary>Scores if every question were answered, with the best thresholds; null if the right answers are not known, or every text of the task tells.</summary>
    public SquadScores? Swept { get; init; }

    /// <summary>The answers that agree least with the right ones, the surest of them first.</summary>
    public required IReadOnlyList<WrongSpan> Worst { get; init; }

    /// <summary>Runs a model over a set.</summary>
    /// <param name="answerer">The model.</param>
    /// <param name="questions">The questions, all with right answers or none.</param>
    /// <param name="threshold">The largest no-answer score of a question that is answered.</param>
    /// <param name="worst">How many of the worst errors are wanted.</param>
    /// <param name="progress">Told which part of the work is done, in [0, 1].</param>
    public static AnswerEvaluation Of(QuestionAnswerer answerer, ExampleSet questions, double threshold, int worst, Action<double>? progress = null)
    {
        var answers = answerer.Answer(questions, progress);
        bool mayLack = answerer.MayLackAnswer;
        var decided = ById(answered => mayLack ? answered.TextBelow(threshold) : answered.Text);
        var noAnswer = mayLack ? ById(answered => answered.NoAnswerScore) : null;
        if (!questions.Examples.All(e => TaskData.IsAnswered(e, TaskKind.Span))) return new() { Questions = questions, Answers = decided, NoAnswerScores = noAnswer, Worst = [] };
        return new()
        {
            Questions = questions, Answers = decided, NoAnswerScores = noAnswer, Scores = SquadPredictions.Score(questions, decided),
            Swept = noAnswer is null ? null : SquadPredictions.Score(questions, ById(answered => answered.Text), noAnswer),
            Worst = [.. questions.Examples.Cast<SquadExample>().Zip(answers, (question, answered) => WrongOf(question, decided[question.Id], answered, mayLack))
                .Where(w => w.F1 < 1).OrderBy(w => w.F1).ThenByDescending(w => w.Probability).Take(worst)],
        };

        Dictionary<string, T> ById<T>(Func<SpanAnswers, T> of) => questions.Examples.Zip(answers).ToDictionary(p => p.First.Id, p => of(p.Second), StringComparer.Ordinal);
    }

    private static WrongSpan WrongOf(SquadExample question, string answer, SpanAnswers answered, bool mayLack)
    {
        string[] right = [.. question.Answers!.Select(a => a.Text)];
        var probabilities = answered.Probabilities(orNone: mayLack);
        double probability = answer.Length > 0 ? probabilities[0] : Math.Max(0, 1 - probabilities.Sum());
        return new(question.Place, question.Text, [.. right.Distinct(StringComparer.Ordinal)], answer, AnswerScore.Of(answer, right, question.Version).F1, probability);
    }
}
