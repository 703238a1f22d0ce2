namespace Cocoon.Kernels;

/// <summary>Attention of one head of one sequence in each block.</summary>
/// <remarks>Strip by strip of queries. Keys that no query of a strip sees are left out, which changes no bit: their probabilities are 0.</remarks>
/// <param name="plan">Operands.</param>
/// <param name="firstQuery">Place in each sequence of its first query.</param>
/// <param name="biasTable">Relative bias, [bins, A]; or null.</param>
/// <param name="output">Gets what each token gathered, [N, H].</param>
internal readonly unsafe struct AttentionJob<V>(AttentionPlan plan, int firstQuery, float* biasTable, float* output) : IBlockJob where V : struct, ILanes<V>
{
    public void Run(int block, int worker)
    {
        var head = plan.Head(block);
        if (head.Length == 0) return;
        var kernel = plan.Kernel;
        int length = head.Length, size = plan.HeadSize;
        int furthest = plan.Furthest(head);
        AttentionMemory memory = new(plan.Scratch.OfWorker(worker, new AttentionMemory(null, kernel, length, size, furthest, plan.IsMasked, false).Floats), kernel, length, size, furthest, plan.IsMasked, false);
        float* queries = plan.Rows.Queries(head), keys = plan.Rows.Keys(head), values = keys + plan.Width;
        RightOperand.Pack(kernel, keys, plan.Rows.KeyStride, true, size, length, 0, RightOperand.Panels(length), memory.Keys);
        RightOperand.Pack(kernel, values, plan.Rows.KeyStride, false, length, size, 0, RightOperand.Panels(size), memory.Values);
        nint keyPanel = RightOperand.PanelLength(kernel, size), valuePanel = RightOperand.PanelLength(kernel, length);
        if (biasTable is not null) GatherBias(memory.ByDistance, head);
        DropoutFactors factors = new(plan.Mask, memory.Factors, length, head.End);
        for (int first = firstQuery; first < head.Queries; first += memory.Rows)
        {
            int rows = Math.Min(memory.Rows, head.Queries - first), step = PackedProduct.Step(kernel, rows);
            var (from, to) = plan.Strip(head, first, rows);
            int panel = from / Tile.Columns, panels = RightOperand.Panels(to) - panel;
            var query = LeftOperand.Prepare(kernel, queries + first * plan.Rows.QueryStride, plan.Rows.QueryStride, false, rows, size, step, memory.Left);
            PackedProduct.Run(kernel, query, memory.Keys + panel * keyPanel, keyPanel, kernel.Depth(size), rows, step, panels * Tile.Columns,
                ProductOutput.Overwrite(memory.Scores + from, memory.Stride, memory.Zeros));
            Probabilities(head, memory, first, rows, new(from, to), ref factors);
            var probability = LeftOperand.Prepare(kernel, memory.Scores + from, memory.Stride, false, rows, to - from, step, memory.Left);
            PackedProduct.Run(kernel, probability, memory.Values + panel * RightOperand.PanelLength(kernel, Tile.Columns), valuePanel, kernel.Depth(to - from), rows, step, size,
                ProductOutput.Overwrite(plan.Output(output, head) + first * (nint)plan.Width, plan.Width, memory.Zeros));
        }
    }

    private void GatherBias(float* byDistance, AttentionHead head)
    {
        int furthest = plan.Furthest(head);
        for (int distance = -furthest; distance <= furthest; distance++)
            byDistance[distance + furthest] = biasTable[plan.MiddleBucket[distance] * plan.Heads + head.Head];
    }

    /// <summary>The bias of a query's keys, in their order.</summary>
    private float* BiasOf(int query, AttentionHead head, AttentionMemory memory)
    {
        int* positions = plan.Positions(head);
        if (positions is null) return memory.ByDistance + (head.Length - 1 - query);
        float* own = memory.ByDistance + (plan.Furthest(head) - positions[query]);
        for (int key = 0; key < head.Length; key++) memory.OfKeys[key] = own[positions[key]];
        return memory.OfKeys;
    }

    private void Probabilities(AttentionHead head, AttentionMemory memory, int first, int rows, KeyRange strip, ref DropoutFactors factors)
    {
        long length = head.Length;
        float* kept = plan.Probabilities + head.Place, end = plan.Probabilities + head.End;
        for (int r = 0; r < rows; r++)
        {
            long start = (first + r) * length;
            float* scores = memory.Scores + r * memory.Stride, row = kept + start;
            Hide(scores, strip, plan.Sees(head, first + r));
            new Span<float>(row, strip.From).Clear();
            new Span<float>(row + strip.To, head.Length - strip.To).Clear();
            ProbabilityRow<V>.Softmax(scores, strip, plan.Scale, biasTable is null ? null : BiasOf(first + r, head, memory),
                factors.IsEmpty ? null : factors.Row(head.Place + start), row, end);
        }
    }

    /// <summary>Scores out of range become −∞: their probabilities are 0, and so are their gradients.</summary>
    private static void Hide(float* scores, KeyRange strip, KeyRange seen)
    {
        new Span<float>(scores + strip.From, seen.From - strip.From).Fill(float.NegativeInfinity);
        new Span<float>(scores + seen.To, strip.To - seen.To).Fill(float.NegativeInfinity);
    }
}
