namespace Cocoon.Tensors;

/// <summary>Corrective language modelling in the form of COCO-LM's paper.</summary>
public static class CopyMixtureCrossEntropyOp
{
    extension(Tape tape)
    {
        /// <summary>Mean of −log p_LM, where p_LM(v) = 1[v = input] · p_copy + (1 − p_copy) · softmax(logits)_v.</summary>
        /// <param name="logits">Unnormalised scores of generating each token, [M, V].</param>
        /// <param name="gate">Log-odds z of copying, p_copy = sigmoid(z), [M, 1].</param>
        /// <param name="inputs">The token that stands in each row of the corrupted text, length M.</param>
        /// <param name="targets">The right token of each row, or <see cref="SoftmaxCrossEntropyOp.Ignored"/>; length M; unchanged until the backward pass.</param>
        /// <param name="stopGradient">True: the gate is held fixed, as in the paper. False: the gradient flows into it too.</param>
        /// <returns>The loss, [1, 1], in nats per counted row; 0 if there is none.</returns>
        /// <exception cref="ShapeException">The shapes do not fit, or a target has no column.</exception>
        /// <remarks>Meng et al. 2021, arXiv:2102.08473, section 3.2, computed in log space. <see cref="GatedCrossEntropyOp"/> has the author's form.</remarks>
        public Tensor CopyMixtureCrossEntropy(Tensor logits, Tensor gate, ReadOnlyMemory<int> inputs, ReadOnlyMemory<int> targets, bool stopGradient)
        {
            ShapeException.Require(targets.Length == logits.Rows, $"logits {logits}, targets [{targets.Length}]");
            ShapeException.Require(targets.AreColumnsOf(logits), $"logits {logits}, targets {targets.Text}");
            ShapeException.Require(gate.Rows == logits.Rows && gate.Columns == 1, $"logits {logits}, gate {gate}");
            ShapeException.Require(inputs.Length == logits.Rows, $"logits {logits}, inputs [{inputs.Length}]");
            var rows = new GatedRows(tape, logits, targets);
            tape.Kernels.CopyMixtureLoss(rows.CrossEntropies.Values, gate.Values, inputs.Span, targets.Span, rows.Losses.Values, rows.Weights.Values, rows.Slopes.Values);
            return rows.Mean(stopGradient ? null : gate);
        }
    }
}
