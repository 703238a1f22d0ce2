namespace Cocoon.Evaluation;

/// <summary>What measures are called in logs, results and task definitions.</summary>
public static class MeasureNames
{
    /// <summary>The measures that are usual for what is asked.</summary>
    /// <param name="kind">What is asked.</param>
    /// <param name="labels">The labels there are: words that are tagged as names are counted as names.</param>
    public static IReadOnlyList<string> Usual(TaskKind kind, IReadOnlyList<string> labels) => kind switch
    {
        TaskKind.Regression => [Pearson, Spearman],
        TaskKind.MultiLabel => [MicroF1],
        TaskKind.TokenLabels => [labels.All(Entity.IsTag) ? EntityF1 : Accuracy],
        TaskKind.Span => [F1],
        _ => [Accuracy],
    };

    /// <summary>Fraction of right answers.</summary>
    public const string Accuracy = "accuracy";

    /// <summary>F1 of the second of two labels, as GLUE's; of answers, mean F1 of their words, as SQuAD's.</summary>
    public const string F1 = "f1";

    /// <summary>Mean F1 of the labels.</summary>
    public const string MacroF1 = "macro_f1";

    /// <summary>F1 of all decisions about labels together.</summary>
    public const string MicroF1 = "micro_f1";

    /// <summary>Matthews' correlation.</summary>
    public const string Matthews = "matthews";

    /// <summary>Pearson's correlation.</summary>
    public const string Pearson = "pearson";

    /// <summary>Spearman's correlation.</summary>
    public const string Spearman = "spearman";

    /// <summary>Root of the mean squared error, in the unit of the data.</summary>
    public const string RootMeanSquaredError = "rmse";

    /// <summary>Fraction of answers that are exactly right.</summary>
    public const string Exact = "exact";

    /// <summary><see cref="Exact"/> with the best threshold of the no-answer score.</summary>
    public const string BestExact = "best_exact";

    /// <summary><see cref="F1"/> of answers with the best threshold of the no-answer score.</summary>
    public const string BestF1 = "best_f1";

    /// <summary>No-answer score above which <see cref="BestF1"/> leaves a question unanswered.</summary>
    public const string Threshold = "threshold";

    /// <summary>F1 of whole entities, as conlleval's.</summary>
    public const string EntityF1 = "entity_f1";

    /// <summary>Fraction of the entities found that are right.</summary>
    public const string EntityPrecision = "entity_precision";

    /// <summary>Fraction of the entities that were found.</summary>
    public const string EntityRecall = "entity_recall";

    /// <summary>Expected calibration error.</summary>
    public const string CalibrationError = "calibration_error";
}
