namespace Cocoon.Evaluation;

/// <summary>Which output of the head stands for which label.</summary>
/// <param name="labels">The task's labels, in the order of the outputs.</param>
internal sealed class LabelNumbers(IReadOnlyList<string> labels)
{
    private const int Shown = 20;

    private readonly Dictionary<string, int> _numbers = labels.Select((label, i) => (label, i)).ToDictionary(p => p.label, p => p.i, StringComparer.Ordinal);

    /// <summary>The number of a label.</summary>
    /// <exception cref="TaskDataException">The task does not know it.</exception>
    public int Of(string label, ExamplePlace place) => _numbers.TryGetValue(label, out int number)
        ? number
        : throw new TaskDataException(place, $"the label '{label}' is not among the {labels.Count} that training knows: {string.Join(", ", labels.Take(Shown))}{(labels.Count > Shown ? ", …" : "")}. Correct it, leave the line out, or add training examples with this label.");
}
