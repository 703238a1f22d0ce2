using Cocoon.Determinism;
using Xunit;

namespace Cocoon.Testing.Kernels;

/// <summary>A buffer between two margins that are not numbers: what is read outside it spoils results, what is written outside it is found.</summary>
public sealed class GuardedFloats
{
    private const int Margin = 67; // odd, so that the buffer is not aligned either
    private readonly float[] _memory;

    /// <param name="values">What the buffer holds.</param>
    public GuardedFloats(ReadOnlySpan<float> values)
    {
        _memory = new float[values.Length + 2 * Margin];
        Array.Fill(_memory, float.NaN);
        values.CopyTo(Span);
    }

    /// <summary>The buffer.</summary>
    public Span<float> Span => _memory.AsSpan(Margin, _memory.Length - 2 * Margin);

    /// <summary>A buffer of random numbers in [-1, 1).</summary>
    public static GuardedFloats Random(int length, uint stream)
    {
        var values = new float[length];
        var random = new RandomStream(1, 0, stream);
        for (int i = 0; i < length; i++) values[i] = 2 * random.Uniform((ulong)i) - 1;
        return new(values);
    }

    /// <summary>A buffer that is not a number anywhere: whatever is not written shows.</summary>
    public static GuardedFloats Unset(int length)
    {
        var values = new float[length];
        Array.Fill(values, float.NaN);
        return new(values);
    }

    /// <summary>Asserts that nothing was written outside the buffer.</summary>
    public void AssertMarginsUntouched()
    {
        Assert.All(_memory[..Margin], value => Assert.True(float.IsNaN(value)));
        Assert.All(_memory[^Margin..], value => Assert.True(float.IsNaN(value)));
    }
}
