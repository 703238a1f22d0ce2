using Cocoon.Kernels;

namespace Cocoon.Tensors;

/// <summary>Multi-head self-attention, the only operation that knows where sequences begin.</summary>
public static class AttentionOp
{
    extension(Tape tape)
    {
        /// <summary>Every token gathers values from the tokens of its own sequence: softmax(q·k / √D + bias) v, head by head.</summary>
        /// <param name="qkv">Queries, keys and values side by side, [N, 3H].</param>
        /// <param name="relativeBias">Added to the scaled scores by bucket of distance and head, [bins, A]; or none.</param>
        /// <param name="shape">Where sequences start, heads, buckets, which keys each token looks at; its memory unchanged until the backward pass.</param>
        /// <param name="dropoutRate">Probability of dropping an attention probability, in [0, 1); 0 in evaluation.</param>
        /// <returns>What each token gathered, the heads side by side, [N, H].</returns>
        /// <exception cref="ShapeException">The shapes do not fit, or the sequences do not tile the rows.</exception>
        /// <remarks>
        /// Vaswani et al. 2017, arXiv:1706.03762, section 3.2; relative bias as in Raffel et al. 2019, arXiv:1910.10683, section 2.1,
        /// but added to scaled scores. The probabilities, A · Σ length² floats, are kept for the backward pass.
        /// </remarks>
        public Tensor Attention(Tensor qkv, Tensor? relativeBias, AttentionShape shape, float dropoutRate)
        {
            int hidden = checked(shape.Heads * shape.HeadSize);
            Check(qkv, relativeBias, shape, hidden);
            ShapeException.Require(shape.FirstQuery == 0 || !tape.Training, $"first query {shape.FirstQuery}");
            if (relativeBias is null) shape = shape with { Buckets = default, Positions = default };
            var mask = tape.NextMask(dropoutRate);
            var (probabilities, y) = (tape.New(1, (int)shape.ProbabilityCount), tape.New(qkv.Rows, hidden));
            tape.Kernels.Attention(qkv.Values, relativeBias is null ? default : relativeBias.Values, shape, mask, probabilities.Values, y.Values);

            tape.Record(y, () =>   // the kernel overwrites dQkv: a second contribution goes through memory of its own
            {
                var dQkv = qkv.GradTarget(out bool add);
                var target = add ? tape.New(qkv.Rows, qkv.Columns).Values : dQkv;
                tape.Kernels.AttentionGradient(qkv.Values, probabilities.Values, shape, mask, y.Grad, target, relativeBias is null ? default : relativeBias.Grad);
                if (add) tape.Kernels.Scale(target, 1, accumulate: true, dQkv);
            });
            return y;
        }
    }

    private static void Check(Tensor qkv, Tensor? relativeBias, AttentionShape shape, int hidden, [System.Runtime.CompilerServices.CallerMemberName] string operation = "")
    {
        var starts = shape.Starts;
        ShapeException.Require(qkv.Columns == 3 * hidden, $"qkv {qkv}, heads {shape.Heads} of {shape.HeadSize}", operation);
        ShapeException.Require(Longest(starts.Span, qkv.Rows) >= 0, $"qkv {qkv}, starts {starts.Text}", operation, "starts that ascend from 0 to qkv.Rows");
        ShapeException.Require(shape.Visible.IsEmpty || shape.Visible.Length == qkv.Rows, $"qkv {qkv}, visible [{shape.Visible.Length}]", operation);
        ShapeException.Require(shape.ProbabilityCount <= int.MaxValue, $"{shape.ProbabilityCount} probabilities", operation, "at most 2^31 - 1, so smaller micro-batches");
        if (relativeBias is null) return;
        ShapeException.Require(relativeBias.Columns == shape.Heads, $"relativeBias {relativeBias}, heads {shape.Heads}", operation);
        ShapeException.Require(shape.Positions.IsEmpty || shape.Positions.Length == qkv.Rows, $"qkv {qkv}, positions {shape.Positions.Text}", operation);
        ShapeException.Require(shape.Buckets.Length % 2 == 1 && shape.Buckets.Length / 2 >= Furthest(shape, qkv.Rows),
            $"buckets {shape.Buckets.Text}, starts {starts.Text}, positions {shape.Positions.Text}", operation, "an odd number of buckets, one for each distance");
        ShapeException.Require(shape.Buckets.AreRowsOf(relativeBias), $"relativeBias {relativeBias}, buckets {shape.Buckets.Text}", operation);
    }

    /// <summary>The largest distance between two tokens.</summary>
    private static int Furthest(AttentionShape shape, int rows)
    {
        if (shape.Positions.IsEmpty) return Longest(shape.Starts.Span, rows) - 1;
        int furthest = 0;
        foreach (int position in shape.Positions.Span) furthest = Math.Max(furthest, position < 0 ? int.MaxValue : position);
        return furthest;
    }

    /// <summary>Length of the longest sequence; negative if the sequences do not tile the rows.</summary>
    internal static int Longest(ReadOnlySpan<int> starts, int rows)
    {
        if (starts.IsEmpty || starts[0] != 0 || starts[^1] != rows) return -1;
        int longest = 0;
        for (int s = 1; s < starts.Length; s++)
        {
            if (starts[s] < starts[s - 1]) return -1;
            longest = Math.Max(longest, starts[s] - starts[s - 1]);
        }
        return longest;
    }
}
