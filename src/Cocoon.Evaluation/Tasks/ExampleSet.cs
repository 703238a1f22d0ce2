namespace Cocoon.Evaluation;

/// <summary>The examples of one file, in its order.</summary>
/// <param name="Name">What the set is called in reports: <c>train</c>, <c>dev</c>, <c>dev_mismatched</c>, <c>test</c>.</param>
/// <param name="File">Path of the file.</param>
/// <param name="Examples">The examples.</param>
public sealed record ExampleSet(string Name, string File, IReadOnlyList<LabelledExample> Examples)
{
    /// <summary>What was noticed in the file and is no reason to stop, for people: lines passed over, and why.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
