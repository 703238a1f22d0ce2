using Xunit;

namespace Cocoon.Testing.Kernels;

/// <summary>Everything that attention and its gradient write.</summary>
/// <param name="Probabilities">Before dropout.</param>
/// <param name="Output">[N, H].</param>
/// <param name="DQkv">[N, 3H].</param>
/// <param name="DTable">Gradient of the relative bias table, added to random numbers.</param>
public sealed record AttentionResults(float[] Probabilities, float[] Output, float[] DQkv, float[] DTable)
{
    /// <summary>Asserts that each buffer is near another one's: error ≤ tolerance · (1 + largest value).</summary>
    public void AssertNear(AttentionResults expected, double tolerance, object subject)
    {
        Near(expected.Probabilities, Probabilities, "probabilities");
        Near(expected.Output, Output, "output");
        Near(expected.DQkv, DQkv, "gradient of queries, keys and values");
        Near(expected.DTable, DTable, "gradient of the relative bias");

        void Near(float[] right, float[] actual, string name)
        {
            double largest = right.Length == 0 ? 0 : right.Max(MathF.Abs);
            for (int i = 0; i < right.Length; i++)
                Assert.True(Math.Abs((double)right[i] - actual[i]) <= tolerance * (1 + largest), $"{subject}: {name}[{i}] is {actual[i]}, not {right[i]}");
        }
    }

    /// <summary>Asserts that all bits are equal.</summary>
    public void AssertSameBits(AttentionResults other, object subject)
    {
        Assert.True(Probabilities.AsSpan().SequenceEqual(other.Probabilities), $"{subject}: probabilities differ");
        Assert.True(Output.AsSpan().SequenceEqual(other.Output), $"{subject}: outputs differ");
        Assert.True(DQkv.AsSpan().SequenceEqual(other.DQkv), $"{subject}: gradients differ");
        Assert.True(DTable.AsSpan().SequenceEqual(other.DTable), $"{subject}: gradients of the relative bias differ");
    }
}
