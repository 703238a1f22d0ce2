using Cocoon.Determinism;

namespace Cocoon.Kernels;

public sealed partial class ReferenceKernels
{
    public void GatherRows(ReadOnlySpan<float> table, ReadOnlySpan<int> ids, int columns, bool accumulate, Span<float> rows)
    {
        KernelArguments.GatherRows(table.Length, ids, columns, rows.Length);
        for (int i = 0; i < ids.Length; i++)
            for (int j = 0; j < columns; j++)
                Write(ref rows[i * columns + j], table[ids[i] * columns + j], accumulate);
    }

    public void AddScatterRows(ReadOnlySpan<float> rows, ReadOnlySpan<int> ids, int columns, Span<float> table)
    {
        KernelArguments.AddScatterRows(rows.Length, ids, columns, table.Length);
        for (int i = 0; i < ids.Length; i++)
            for (int j = 0; j < columns; j++)
                table[ids[i] * columns + j] += rows[i * columns + j];
    }

    public void SampleRows(ReadOnlySpan<float> logits, int columns, RandomStream stream, Span<int> samples)
    {
        KernelArguments.Rows(logits.Length, columns, samples.Length);
        for (int row = 0; row < samples.Length; row++)
            samples[row] = Sample(logits.Slice(row * columns, columns), stream.Uniform((ulong)row));
    }

    public void ArgMaxRows(ReadOnlySpan<float> x, int columns, Span<int> best)
    {
        KernelArguments.Rows(x.Length, columns, best.Length);
        for (int row = 0; row < best.Length; row++)
        {
            var values = x.Slice(row * columns, columns);
            float max = float.NegativeInfinity;
            best[row] = 0;
            for (int j = 0; j < columns; j++)
                if (values[j] > max)
                    (max, best[row]) = (values[j], j);
        }
    }

    // The first column whose cumulative probability exceeds the uniform number; 0 where there is no distribution.
    private static int Sample(ReadOnlySpan<float> logits, double uniform)
    {
        double shift = ReferenceMath.Shift(logits), total = 0, cumulative = 0;
        foreach (float z in logits) total += Math.Exp(z - shift);
        for (int j = 0; j < logits.Length; j++)
        {
            cumulative += Math.Exp(logits[j] - shift);
            if (cumulative > uniform * total) return j;
        }
        return 0;
    }
}
