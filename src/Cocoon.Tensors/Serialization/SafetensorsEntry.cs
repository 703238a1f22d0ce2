namespace Cocoon.Tensors;

/// <summary>A tensor's line in the header of a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DataType">Type of its elements in the format's words, such as F32.</param>
/// <param name="Shape">Its dimensions; empty for a scalar.</param>
/// <param name="Start">Its first byte, counted from the end of the header.</param>
/// <param name="End">The byte after its last.</param>
public sealed record SafetensorsEntry(string Name, string DataType, IReadOnlyList<long> Shape, long Start, long End)
{
    /// <summary>Shape in brackets, for messages.</summary>
    public string ShapeText => Shape.Count <= 8 ? $"[{string.Join(", ", Shape)}]" : $"of {Shape.Count} dimensions";
}
