namespace Cocoon.Evaluation;

/// <summary>What measures are called in logs, results and task definitions.</summary>
public static class MeasureNames
{
    /// <summary>Fraction of right answers.</summary>
    public const string Accuracy = "accuracy";

    /// <summary>F1 of the second of two labels, as GLUE's.</summary>
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

    /// <summary>Expected calibration error.</summary>
    public const string CalibrationError = "calibration_error";
}
