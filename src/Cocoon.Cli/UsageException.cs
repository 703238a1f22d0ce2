namespace Cocoon.Cli;

/// <summary>A command that cannot be meant as it was typed: an output folder that is taken, a tokenizer that does not belong to the data.</summary>
public sealed class UsageException(string message) : Exception(message);
