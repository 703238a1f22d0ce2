namespace Cocoon.Evaluation;

/// <summary>The pretraining of one competitor.</summary>
/// <param name="Competitor">Its name.</param>
public sealed record PretrainingPart(string Competitor)
{
    /// <summary>Its run's folder in that of the comparison.</summary>
    public string Folder => $"pretraining/{Competitor}";
}
