namespace Cocoon.Training;

/// <summary>A run folder belongs to another process that is alive.</summary>
/// <param name="message">Which folder, and what to do.</param>
/// <param name="inner">What the system said.</param>
public sealed class RunInUseException(string message, Exception inner) : IOException(message, inner);
