namespace Cocoon.Kernels;

/// <summary>Gradient of attention of one head of one sequence in each block.</summary>
/// <remarks>
/// Strip by strip of queries: dP = dO Vᵀ, dS from dP and P; then dQ = dS K, dK += dSᵀ Q, dV += P'ᵀ dO, with P' = P after dropout.
/// Keys that no query of a strip sees are left out: their P and dS are 0.
/// </remarks>
/// <param name="plan">Operands.</param>
/// <param name="dOutput">Gradient of the output, [N, H].</param>
/// <param name="dRows">Gets the gradient of queries, keys and values.</param>
/// <param name="bins">Rows of the relative bias table; 0 without.</param>
/// <param name="dBias">Gets each block's gradient of its column of the relative bias table, [blocks, bins].</param>
internal readonly unsafe struct AttentionGradientJob<V>(AttentionPlan plan, float* dOutput, AttentionRows dRows, int bins, float* dBias) : IBlockJob where V : struct, ILanes<V>
{
    public void Run(int block, int worker)
    {
        var head = plan.Head(block);
        if (bins > 0) new Span<float>(dBias + (long)block * bins, bins).Clear();
        if (head.Length == 0) return;
        var kernel = plan.Kernel;
        int length = head.Length, size = plan.HeadSize;
        int furthest = plan.Furthest(head);
        AttentionMemory memory = new(plan.Scratch.OfWorker(worker, new AttentionMemory(null, kernel, length, size, furthest, plan.IsMasked, true).Floats), kernel, length, size, furthest, plan.IsMasked, true);
        float* keys = plan.Rows.Keys(head), values = keys + plan.Width;
        RightOperand.Pack(kernel, keys, plan.Rows.KeyStride, false, length, size, 0, RightOperand.Panels(size), memory.Keys);
        RightOperand.Pack(kernel, values, plan.Rows.KeyStride, true, size, length, 0, RightOperand.Panels(length), memory.Values);
        new Span<float>(memory.ByDistance, memory.Distances + Lanes.Count).Clear();
        if (plan.IsMasked) ClearKeysAndValues(head);
        DropoutFactors factors = new(plan.Mask, memory.Factors, length, head.End);
        for (int first = 0; first < head.Queries; first += memory.Rows)
        {
            int rows = Math.Min(memory.Rows, head.Queries - first);
            var strip = plan.Strip(head, first, rows);
            ScoreGradients(head, memory, first, rows, strip, ref factors);
            QueryGradient(head, memory, first, rows, strip);
            KeyAndValueGradients(head, memory, first, rows, strip);
        }
        if (bins > 0) AddByBucket(head, memory.ByDistance);
    }

    /// <summary>The first strip sees only some of the keys: all strips add.</summary>
    private void ClearKeysAndValues(AttentionHead head)
    {
        float* keys = dRows.Keys(head);
        for (int row = 0; row < head.Length; row++, keys += dRows.KeyStride)
        {
            new Span<float>(keys, plan.HeadSize).Clear();
            new Span<float>(keys + plan.Width, plan.HeadSize).Clear();
        }
    }

    private void ScoreGradients(AttentionHead head, AttentionMemory memory, int first, int rows, KeyRange strip, ref DropoutFactors factors)
    {
        var kernel = plan.Kernel;
        int step = PackedProduct.Step(kernel, rows), size = plan.HeadSize, panel = strip.From / Tile.Columns;
        nint panelLength = RightOperand.PanelLength(kernel, size);
        var left = LeftOperand.Prepare(kernel, plan.Output(dOutput, head) + first * (nint)plan.Width, plan.Width, false, rows, size, step, memory.Left);
        PackedProduct.Run(kernel, left, memory.Values + panel * panelLength, panelLength, kernel.Depth(size), rows, step, (RightOperand.Panels(strip.To) - panel) * Tile.Columns,
            ProductOutput.Overwrite(memory.Scores + strip.From, memory.Stride, memory.Zeros));
        long length = head.Length;
        float* kept = plan.Probabilities + head.Place, end = plan.Probabilities + head.End;
        int* positions = bins == 0 ? null : plan.Positions(head);
        for (int r = 0; r < rows; r++)
        {
            long start = (first + r) * length;
            float* dBiasOfKeys = bins == 0 ? null : positions is null ? memory.ByDistance + (length - 1 - (first + r)) : memory.OfKeys;
            if (positions is not null) new Span<float>(memory.OfKeys, head.Length).Clear();
            ProbabilityRow<V>.Gradient(memory.Scores + r * memory.Stride, strip, plan.Scale, kept + start, end,
                factors.IsEmpty ? null : factors.Row(head.Place + start), memory.Dropped + r * memory.Stride, dBiasOfKeys);
            if (positions is null) continue;
            float* own = memory.ByDistance + (plan.Furthest(head) - positions[first + r]);
            for (int key = 0; key < head.Length; key++) own[positions[key]] += memory.OfKeys[key];
        }
    }

    private void QueryGradient(AttentionHead head, AttentionMemory memory, int first, int rows, KeyRange strip)
    {
        var kernel = plan.Kernel;
        int step = PackedProduct.Step(kernel, rows), depth = strip.To - strip.From;
        var left = LeftOperand.Prepare(kernel, memory.Scores + strip.From, memory.Stride, false, rows, depth, step, memory.Left);
        uint* keys = memory.Keys + strip.From / Tile.Columns * RightOperand.PanelLength(kernel, Tile.Columns);
        PackedProduct.Run(kernel, left, keys, RightOperand.PanelLength(kernel, head.Length), kernel.Depth(depth), rows, step, plan.HeadSize,
            ProductOutput.Overwrite(dRows.Queries(head) + first * dRows.QueryStride, dRows.QueryStride, memory.Zeros));
    }

    private void KeyAndValueGradients(AttentionHead head, AttentionMemory memory, int first, int rows, KeyRange strip)
    {
        float* dKeys = dRows.Keys(head) + strip.From * dRows.KeyStride, dValues = dKeys + plan.Width;
        float* queries = plan.Rows.Queries(head) + first * plan.Rows.QueryStride;
        int seen = strip.To - strip.From;
        AddTransposed(memory.Scores + strip.From, queries, plan.Rows.QueryStride, dKeys, seen, memory, first, rows);
        AddTransposed(memory.Dropped + strip.From, plan.Output(dOutput, head) + first * (nint)plan.Width, plan.Width, dValues, seen, memory, first, rows);
    }

    /// <summary>target += stripᵀ · right, over the rows of the strip; the first strip overwrites.</summary>
    private void AddTransposed(float* strip, float* right, nint rightStride, float* target, int length, AttentionMemory memory, int first, int rows)
    {
        var kernel = plan.Kernel;
        int step = PackedProduct.Step(kernel, length), size = plan.HeadSize;
        RightOperand.Pack(kernel, right, rightStride, false, rows, size, 0, RightOperand.Panels(size), memory.StripOperand);
        var left = LeftOperand.Prepare(kernel, strip, memory.Stride, true, length, rows, step, memory.Left);
        PackedProduct.Run(kernel, left, memory.StripOperand, RightOperand.PanelLength(kernel, rows), kernel.Depth(rows), length, step, size,
            first > 0 || plan.IsMasked ? ProductOutput.Accumulate(target, dRows.KeyStride) : ProductOutput.Overwrite(target, dRows.KeyStride, memory.Zeros));
    }

    private void AddByBucket(AttentionHead head, float* byDistance)
    {
        float* target = dBias + (long)head.Index * bins;
        int furthest = plan.Furthest(head);
        for (int distance = -furthest; distance <= furthest; distance++) target[plan.MiddleBucket[distance]] += byDistance[distance + furthest];
    }
}
