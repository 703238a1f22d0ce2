namespace Cocoon.Training;

/// <summary>One reason why a recipe cannot run.</summary>
/// <param name="Path">The field, as it stands in the recipe: <c>model.heads</c>.</param>
/// <param name="Message">What is wrong with it.</param>
/// <param name="Hint">What to do instead.</param>
public sealed record RecipeProblem(string Path, string Message, string Hint);
