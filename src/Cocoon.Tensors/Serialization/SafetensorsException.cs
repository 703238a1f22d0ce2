namespace Cocoon.Tensors;

/// <summary>A safetensors file that breaks the format's rules, or does not hold what was asked of it.</summary>
/// <param name="file">The file, as a person would look for it.</param>
/// <param name="offset">Byte at or near which the trouble lies.</param>
/// <param name="problem">What is wrong, and what to do if that is known.</param>
public sealed class SafetensorsException(string file, long offset, string problem)
    : Exception(FormattableString.Invariant($"{file}, byte {offset}: {problem}"))
{
    /// <summary>The file.</summary>
    public string File => file;

    /// <summary>Byte at or near which the trouble lies.</summary>
    public long Offset => offset;
}
