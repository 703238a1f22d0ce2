using Cocoon.Determinism;
using Cocoon.Tensors;

namespace Cocoon.Testing;

/// <summary>Makes operands for tests.</summary>
public static class Arrange
{
    private const int PoisonedFloats = 1 << 22;

    /// <summary>An arena whose memory is full of NaN, so that reading what nobody wrote shows.</summary>
    public static Arena PoisonedArena()
    {
        var arena = new Arena();
        arena.Allocate(1, PoisonedFloats).Values.Fill(float.NaN);
        arena.Reset();
        return arena;
    }

    /// <summary>A matrix of reproducible standard normal numbers.</summary>
    public static Tensor Normal(Arena arena, int rows, int columns, ulong seed)
    {
        var tensor = arena.Allocate(rows, columns);
        Init.Normal(1).Fill(tensor.Values, new RandomStream(seed, 0, Streams.Initialization));
        return tensor;
    }

    /// <summary>A matrix with the given elements.</summary>
    public static Tensor Matrix(Arena arena, float[,] values)
    {
        var tensor = arena.Allocate(values.GetLength(0), values.GetLength(1));
        for (int i = 0; i < tensor.Length; i++) tensor.Values[i] = values[i / tensor.Columns, i % tensor.Columns];
        return tensor;
    }

    /// <summary>A matrix of one row.</summary>
    public static Tensor Row(Arena arena, params ReadOnlySpan<float> values)
    {
        var tensor = arena.Allocate(1, values.Length);
        values.CopyTo(tensor.Values);
        return tensor;
    }

    /// <summary>A matrix of one column.</summary>
    public static Tensor Column(Arena arena, params ReadOnlySpan<float> values)
    {
        var tensor = arena.Allocate(values.Length, 1);
        values.CopyTo(tensor.Values);
        return tensor;
    }
}
