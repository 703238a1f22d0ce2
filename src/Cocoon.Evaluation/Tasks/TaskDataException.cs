namespace Cocoon.Evaluation;

/// <summary>A task's data cannot be used. The message names the place and what to do.</summary>
/// <param name="place">The file, and the line where there is one: <c>dev.tsv, line 7</c>.</param>
/// <param name="message">What is wrong, and what to do; the place stands in front of it.</param>
public sealed class TaskDataException(string place, string message) : Exception($"{place}: {message}")
{
    /// <param name="place">The example.</param>
    /// <param name="message">What is wrong, and what to do.</param>
    public TaskDataException(ExamplePlace place, string message) : this(place.ToString(), message)
    {
    }
}
