namespace Cocoon.Evaluation;

/// <summary>How many entities were found.</summary>
/// <param name="Gold">Entities that there are.</param>
/// <param name="Predicted">Entities that were predicted.</param>
/// <param name="Right">Those whose words and type are both exactly right.</param>
public readonly record struct EntityScore(long Gold, long Predicted, long Right)
{
    /// <summary>Fraction of the predicted that is right; 0 if nothing was predicted.</summary>
    public double Precision => Predicted > 0 ? Right / (double)Predicted : 0;

    /// <summary>Fraction that was found; 0 if there is none.</summary>
    public double Recall => Gold > 0 ? Right / (double)Gold : 0;

    /// <summary>Harmonic mean of precision and recall; 0 if there is no entity, neither true nor predicted.</summary>
    public double F1 => Gold + Predicted > 0 ? 2.0 * Right / (Gold + Predicted) : 0;
}
