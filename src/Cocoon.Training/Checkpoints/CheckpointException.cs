namespace Cocoon.Training;

/// <summary>A checkpoint cannot be used.</summary>
/// <param name="file">The file that is wrong.</param>
/// <param name="fault">What is wrong with it.</param>
public sealed class CheckpointException(string file, string fault) : Exception($"{file} {fault}.")
{
    /// <summary>The file that is wrong.</summary>
    public string File => file;
}
