namespace Cocoon.Tensors;

/// <summary>Name and dimensions of a tensor that will be written to a file.</summary>
/// <param name="Name">Its name; unique in the file.</param>
/// <param name="Shape">Its dimensions; empty for a scalar.</param>
public sealed record TensorLayout(string Name, IReadOnlyList<int> Shape)
{
    /// <summary>Number of elements.</summary>
    public long Length
    {
        get
        {
            long length = 1;
            foreach (int size in Shape) length = checked(length * size);
            return length;
        }
    }
}
