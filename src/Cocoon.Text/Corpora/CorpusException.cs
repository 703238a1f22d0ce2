namespace Cocoon.Text;

/// <summary>Input that cannot be used: missing, empty, damaged, or not what its name says. The message names the place and what to do.</summary>
/// <param name="path">The file or folder at fault.</param>
/// <param name="message">What is wrong, where in the file (line or byte offset) and what to do; the path stands in front of it.</param>
/// <param name="inner">What the system reported, if anything.</param>
public sealed class CorpusException(string path, string message, Exception? inner = null)
    : IOException($"{path}: {message}", inner)
{
    /// <summary>The file or folder at fault.</summary>
    public string Path => path;
}
