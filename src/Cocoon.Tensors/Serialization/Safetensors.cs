namespace Cocoon.Tensors;

/// <summary>Saves and restores parameters as safetensors files.</summary>
public static class Safetensors
{
    /// <summary>Writes matrices under their names, [rows, columns] each.</summary>
    /// <param name="stream">Where to write, from its present position; neither flushed nor closed.</param>
    /// <param name="tensors">What to write, in order.</param>
    /// <param name="metadata">Notes for readers.</param>
    /// <exception cref="ArgumentException">Two tensors have one name.</exception>
    public static void Write(Stream stream, IReadOnlyList<Parameter> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var layout = new TensorLayout[tensors.Count];
        for (int i = 0; i < layout.Length; i++) layout[i] = new(tensors[i].Path, [tensors[i].Tensor.Rows, tensors[i].Tensor.Columns]);
        var writer = new SafetensorsWriter(stream, layout, metadata);
        foreach (var tensor in tensors) writer.Write(tensor.Tensor.Values);
        writer.Complete();
    }

    /// <summary>Reads every one of <paramref name="tensors"/> straight into its memory.</summary>
    /// <param name="file">An opened file; it may hold other tensors too.</param>
    /// <param name="tensors">What to fill.</param>
    /// <exception cref="SafetensorsException">A tensor is missing, has another shape or type, or cannot be read.</exception>
    public static void Read(SafetensorsFile file, IReadOnlyList<Parameter> tensors)
    {
        foreach (var tensor in tensors) file.Read(tensor.Path, tensor.Tensor);
    }
}
