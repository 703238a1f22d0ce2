namespace Cocoon.Kernels;

/// <summary>Attention of one head of one sequence in each block.</summary>
/// <param name="plan">Operands.</param>
/// <param name="visible">What each token looks at, or null: its whole sequence.</param>
/// <param name="firstQuery">Place in each sequence of its first query.</param>
/// <param name="biasTable">Relative bias, [bins, A]; or null.</param>
/// <param name="output">Gets what each token gathered, [N, H].</param>
internal readonly unsafe struct AttentionJob<V>(AttentionPlan plan, KeyRange* visible, int firstQuery, float* biasTable, float* output) : IBlockJob where V : struct, ILanes<V>
{
    public void Run(int block, int worker)
    {
        var head = plan.Head(block);
        if (head.Length == 0) return;
        var kernel = plan.Kernel;
        int length = head.Length, size = plan.HeadSize;
        AttentionMemory memory = new(plan.Scratch.OfWorker(worker, new AttentionMemory(null, kernel, length, size, false).Floats), kernel, length, size, false);
        float* queries = plan.Queries(plan.Qkv, head), keys = queries + plan.Width, values = keys + plan.Width;
        int keyPanels = RightOperand.Panels(length);
        RightOperand.Pack(kernel, keys, plan.Stride, true, size, length, 0, keyPanels, memory.Keys);
        RightOperand.Pack(kernel, values, plan.Stride, false, length, size, 0, RightOperand.Panels(size), memory.Values);
        if (biasTable is not null) GatherBias(memory.ByDistance, head);
        DropoutFactors factors = new(plan.Mask, memory.Factors, length, head.Place + (long)length * length);
        for (int first = firstQuery; first < length; first += memory.Rows)
        {
            int rows = Math.Min(memory.Rows, length - first), step = PackedProduct.Step(kernel, rows);
            var query = LeftOperand.Prepare(kernel, queries + first * plan.Stride, plan.Stride, false, rows, size, step, memory.Left);
            PackedProduct.Run(kernel, query, memory.Keys, kernel.Depth(size), rows, step, keyPanels * Tile.Columns,
                ProductOutput.Overwrite(memory.Scores, memory.Stride, memory.Zeros));
            Probabilities(head, memory, first, rows, ref factors);
            var probability = LeftOperand.Prepare(kernel, memory.Scores, memory.Stride, false, rows, length, step, memory.Left);
            PackedProduct.Run(kernel, probability, memory.Values, kernel.Depth(length), rows, step, size,
                ProductOutput.Overwrite(plan.Output(output, head) + first * (nint)plan.Width, plan.Width, memory.Zeros));
        }
    }

    private void GatherBias(float* byDistance, AttentionHead head)
    {
        int least = 1 - head.Length;
        for (int distance = least; distance < head.Length; distance++)
            byDistance[distance - least] = biasTable[plan.MiddleBucket[distance] * plan.Heads + head.Head];
    }

    private void Probabilities(AttentionHead head, AttentionMemory memory, int first, int rows, ref DropoutFactors factors)
    {
        long length = head.Length;
        float* kept = plan.Probabilities + head.Place, end = kept + length * length;
        for (int r = 0; r < rows; r++)
        {
            long start = (first + r) * length;
            if (visible is not null) Hide(memory.Scores + r * memory.Stride, head.Length, visible[head.Row + first + r]);
            ProbabilityRow<V>.Softmax(memory.Scores + r * memory.Stride, head.Length, plan.Scale,
                biasTable is null ? null : memory.ByDistance + (length - 1 - (first + r)),
                factors.IsEmpty ? null : factors.Row(head.Place + start), kept + start, end);
        }
    }

    /// <summary>Scores out of range become −∞: their probabilities are 0, and so are their gradients.</summary>
    private static void Hide(float* scores, int length, KeyRange range)
    {
        new Span<float>(scores, range.From).Fill(float.NegativeInfinity);
        new Span<float>(scores + range.To, length - range.To).Fill(float.NegativeInfinity);
    }
}
