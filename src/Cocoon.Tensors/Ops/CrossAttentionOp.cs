using System.Runtime.CompilerServices;
using Cocoon.Kernels;

namespace Cocoon.Tensors;

/// <summary>Multi-head attention of one text on another.</summary>
public static class CrossAttentionOp
{
    extension(Tape tape)
    {
        /// <summary>Every token of one text gathers values from the tokens of its sequence's partner in another: softmax(q·k / √D) v, head by head.</summary>
        /// <param name="queries">What the one text asks, [N, H].</param>
        /// <param name="keysValues">Keys and values of the other side by side, [R, 2H].</param>
        /// <param name="shape">Where sequences and the partners' keys start, and heads; its memory unchanged until the backward pass.</param>
        /// <param name="dropoutRate">Probability of dropping an attention probability, in [0, 1); 0 in evaluation.</param>
        /// <returns>What each token gathered, the heads side by side, [N, H].</returns>
        /// <exception cref="ShapeException">The shapes do not fit, or the sequences of a text do not tile its rows, or are not as many as the other's.</exception>
        /// <remarks>Vaswani et al. 2017, arXiv:1706.03762, section 3.2.3, "encoder-decoder attention". The probabilities, A · Σ queries · keys floats, are kept for the backward pass.</remarks>
        public Tensor CrossAttention(Tensor queries, Tensor keysValues, AttentionShape shape, float dropoutRate)
        {
            Check(queries, keysValues, shape);
            var mask = tape.NextMask(dropoutRate);
            var (probabilities, y) = (tape.New(1, (int)shape.ProbabilityCount), tape.New(queries.Rows, queries.Columns));
            tape.Kernels.CrossAttention(queries.Values, keysValues.Values, shape, mask, probabilities.Values, y.Values);

            tape.Record(y, () =>   // the kernel overwrites: a second contribution goes through memory of its own
            {
                var dQueries = queries.GradTarget(out bool addQueries);
                var dKeysValues = keysValues.GradTarget(out bool addKeysValues);
                var asking = addQueries ? tape.New(queries.Rows, queries.Columns).Values : dQueries;
                var asked = addKeysValues ? tape.New(keysValues.Rows, keysValues.Columns).Values : dKeysValues;
                tape.Kernels.CrossAttentionGradient(queries.Values, keysValues.Values, probabilities.Values, shape, mask, y.Grad, asking, asked);
                if (addQueries) tape.Kernels.Scale(asking, 1, accumulate: true, dQueries);
                if (addKeysValues) tape.Kernels.Scale(asked, 1, accumulate: true, dKeysValues);
            });
            return y;
        }
    }

    private static void Check(Tensor queries, Tensor keysValues, AttentionShape shape, [CallerMemberName] string operation = "")
    {
        int hidden = checked(shape.Heads * shape.HeadSize);
        ShapeException.Require(queries.Columns == hidden && keysValues.Columns == 2 * hidden, $"queries {queries}, keysValues {keysValues}, heads {shape.Heads} of {shape.HeadSize}", operation);
        ShapeException.Require(AttentionOp.Longest(shape.Starts.Span, queries.Rows) >= 0, $"queries {queries}, starts {shape.Starts.Text}", operation, "starts that ascend from 0 to queries.Rows");
        ShapeException.Require(AttentionOp.Longest(shape.KeyStarts.Span, keysValues.Rows) >= 0, $"keysValues {keysValues}, key starts {shape.KeyStarts.Text}", operation, "key starts that ascend from 0 to keysValues.Rows");
        ShapeException.Require(shape.KeyStarts.Length == shape.Starts.Length, $"starts {shape.Starts.Text}, key starts {shape.KeyStarts.Text}", operation, "as many sequences of keys");
        ShapeException.Require(shape.ProbabilityCount <= int.MaxValue, $"{shape.ProbabilityCount} probabilities", operation, "at most 2^31 - 1, so smaller micro-batches");
    }
}
