using Cocoon.Determinism;

namespace Cocoon.Kernels;

/// <content>Rows of tables, samples and maxima of rows, rows of length 1.</content>
internal sealed unsafe partial class CpuKernels<V>
{
    private const float LeastNorm = 1e-12f;
    private const int ScatterColumns = 64; // of one block: whole cache lines, so that threads never write to the same one

    /// <inheritdoc/>
    public void GatherRows(ReadOnlySpan<float> table, ReadOnlySpan<int> ids, int columns, bool accumulate, Span<float> rows)
    {
        KernelArguments.GatherRows(table.Length, ids, columns, rows.Length);
        fixed (float* source = table, target = rows)
        fixed (int* id = ids)
            MapRows(ids.Length, columns, new GatherFormula(source, id, columns, accumulate, target));
    }

    /// <inheritdoc/>
    /// <remarks>Shared out by columns: every block adds the rows in their order, so equal ids need no care and no memory.</remarks>
    public void AddScatterRows(ReadOnlySpan<float> rows, ReadOnlySpan<int> ids, int columns, Span<float> table)
    {
        KernelArguments.AddScatterRows(rows.Length, ids, columns, table.Length);
        fixed (float* source = rows, target = table)
        fixed (int* id = ids)
        {
            Partition partition = new(columns, ScatterColumns);
            ScatterJob job = new(source, id, ids.Length, columns, partition, target);
            RunBlocks(partition.Blocks, rows.Length, ref job);
        }
    }

    /// <inheritdoc/>
    public void SampleRows(ReadOnlySpan<float> logits, int columns, RandomStream stream, Span<int> samples)
    {
        KernelArguments.Rows(logits.Length, columns, samples.Length);
        fixed (float* z = logits)
        fixed (int* sample = samples)
            MapRows(samples.Length, 16L * columns, new SampleFormula(z, columns, stream, sample, _scratch));
    }

    /// <inheritdoc/>
    public void ArgMaxRows(ReadOnlySpan<float> x, int columns, Span<int> best)
    {
        KernelArguments.Rows(x.Length, columns, best.Length);
        fixed (float* source = x)
        fixed (int* target = best)
            MapRows(best.Length, 2L * columns, new ArgMaxFormula(source, columns, target));
    }

    /// <inheritdoc/>
    public void NormalizeRows(ReadOnlySpan<float> x, int columns, Span<float> y, Span<float> norms)
    {
        KernelArguments.Rows(x.Length, columns, norms.Length);
        KernelArguments.SameLength(x.Length, y.Length);
        fixed (float* source = x, target = y, norm = norms)
            MapRows(norms.Length, 2L * columns, new NormalizeFormula(source, columns, target, norm));
    }

    /// <inheritdoc/>
    public void NormalizeRowsGradient(ReadOnlySpan<float> y, ReadOnlySpan<float> norms, ReadOnlySpan<float> dy, int columns, bool accumulate, Span<float> dx)
    {
        KernelArguments.Rows(y.Length, columns, norms.Length);
        KernelArguments.SameLength(y.Length, dy.Length, dx.Length);
        fixed (float* unit = y, norm = norms, slope = dy, target = dx)
            MapRows(norms.Length, 4L * columns, new NormalizeGradientFormula(unit, norm, slope, columns, accumulate, target));
    }

    private readonly struct GatherFormula(float* table, int* ids, int columns, bool accumulate, float* rows) : IRowFormula
    {
        public void Apply(long row, int worker)
        {
            float* source = table + (long)ids[row] * columns, target = rows + row * columns;
            if (accumulate) ElementLoop.Run(0, columns, new AddFormula(target, source, target));
            else new ReadOnlySpan<float>(source, columns).CopyTo(new(target, columns));
        }
    }

    private readonly struct ScatterJob(float* rows, int* ids, int count, int columns, Partition partition, float* table) : IBlockJob
    {
        public void Run(int block, int worker)
        {
            long first = partition.Start(block), end = partition.End(block);
            for (long i = 0; i < count; i++)
            {
                float* target = table + (long)ids[i] * columns;
                ElementLoop.Run(first, end, new AddFormula(target, rows + i * columns, target));
            }
        }
    }

    /// <summary>The first column whose cumulative probability exceeds the uniform number: found among groups of columns first, then within one.</summary>
    private readonly struct SampleFormula(float* logits, int columns, RandomStream stream, int* samples, Scratch scratch) : IRowFormula
    {
        private const int Group = 256;

        public void Apply(long row, int worker)
        {
            float* z = logits + row * columns;
            float shift = SoftmaxRow<V>.Shift(z, columns);
            float* sums = scratch.OfWorker(worker, columns / Group + 1);
            double total = 0;
            for (int first = 0; first < columns; first += Group)
            {
                sums[first / Group] = SoftmaxRow<V>.PartOfSum(z + first, shift, Math.Min(Group, columns - first));
                total += sums[first / Group];
            }
            samples[row] = Find(z, shift, sums, stream.Uniform((ulong)row) * total);
        }

        private int Find(float* z, float shift, float* sums, double goal)
        {
            double cumulative = 0;
            int first = 0, last = 0;
            for (; first < columns; first += Group)
            {
                if (cumulative + sums[first / Group] > goal) break;
                cumulative += sums[first / Group];
            }
            float* p = stackalloc float[Lanes.Count];
            for (int j = first; j < Math.Min(first + Group, columns); j++)
            {
                int lane = (j - first) % Lanes.Count;
                if (lane == 0) Vmath.Exp(SoftmaxRow<V>.Values(z, j, columns) - V.Create(shift)).Store(p);
                cumulative += p[lane];
                if (p[lane] > 0) last = j;
                if (cumulative > goal) return j;
            }
            return last; // the group's sum was rounded up past the goal; 0 where there is no distribution
        }
    }

    private readonly struct ArgMaxFormula(float* x, int columns, int* best) : IRowFormula
    {
        public void Apply(long row, int worker)
        {
            float* values = x + row * columns;
            float largest = Lanes.Max(RowFold<V>.Of(values, columns, default(SoftmaxRow<V>.Largest)));
            best[row] = Find(values, largest);
        }

        private int Find(float* values, float largest)
        {
            V wanted = V.Create(largest);
            int first = 0;
            while (!V.EqualsAny(SoftmaxRow<V>.Values(values, first, columns), wanted)) first += Lanes.Count; // −∞ is found behind the row at the latest
            for (int j = first; j < Math.Min(first + Lanes.Count, columns); j++)
                if (values[j] == largest) return j;
            return 0; // nothing is a number
        }
    }

    private readonly struct NormalizeFormula(float* x, int columns, float* y, float* norms) : IRowFormula
    {
        public void Apply(long row, int worker)
        {
            float* source = x + row * columns, target = y + row * columns;
            norms[row] = MathF.Max((float)Math.Sqrt(Total(source, columns, squares: true)), LeastNorm);
            V norm = V.Create(norms[row]);
            for (int j = 0; j < columns; j += Lanes.Count) V.Store(V.Load(source + j, columns - j) / norm, target + j, columns - j);
        }
    }

    private readonly struct NormalizeGradientFormula(float* y, float* norms, float* dy, int columns, bool accumulate, float* dx) : IRowFormula
    {
        public void Apply(long row, int worker)
        {
            float* unit = y + row * columns, slope = dy + row * columns, target = dx + row * columns;
            V dots = V.Zero;
            for (int j = 0; j < columns; j += Lanes.Count)
                dots = V.FusedMultiplyAdd(V.Load(unit + j, columns - j), V.Load(slope + j, columns - j), dots);
            V norm = V.Create(norms[row]), dot = V.Create(norms[row] > LeastNorm ? Lanes.Sum(dots) : 0); // else the norm is a constant
            for (int j = 0; j < columns; j += Lanes.Count)
            {
                V before = accumulate ? V.Load(target + j, columns - j) : V.Zero;
                V across = V.FusedMultiplyAdd(-V.Load(unit + j, columns - j), dot, V.Load(slope + j, columns - j));
                V.Store(before + across / norm, target + j, columns - j);
            }
        }
    }
}
