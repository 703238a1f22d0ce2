using Cocoon.Training;

namespace Cocoon.Models;

/// <summary>What a model is trained to do, as a recipe says it: the recipe's <c>objective.type</c> chooses the derived record.</summary>
public abstract record ObjectiveOptions
{
    /// <summary>Every reason why this objective cannot be trained; empty if it can.</summary>
    /// <param name="path">Where these options stand in the recipe, such as <c>objective</c>.</param>
    public abstract IEnumerable<RecipeProblem> Problems(string path);
}
