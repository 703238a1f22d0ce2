namespace Cocoon.Tensors;

/// <summary>Corrective language modelling in the form of COCO-LM's author.</summary>
public static class GatedCrossEntropyOp
{
    extension(Tape tape)
    {
        /// <summary>Mean of (1 − p_copy) · cross-entropy: generation counts as much as copying is ruled out.</summary>
        /// <param name="logits">Unnormalised scores of generating each token, [M, V].</param>
        /// <param name="gate">Log-odds z of copying, p_copy = sigmoid(z), [M, 1].</param>
        /// <param name="targets">The right token of each row, or <see cref="SoftmaxCrossEntropyOp.Ignored"/>; length M; unchanged until the backward pass.</param>
        /// <param name="stopGradient">True: the gate is held fixed, as the author does. False: the gradient flows into it too.</param>
        /// <returns>The loss, [1, 1], in nats per counted row; 0 if there is none.</returns>
        /// <exception cref="ShapeException">The shapes do not fit, or a target has no column.</exception>
        /// <remarks>The criterion that COCO-LM's author published for Meng et al. 2021, arXiv:2102.08473, section 3.2; no mixture is formed.
        /// <see cref="CopyMixtureCrossEntropyOp"/> has the paper's form.</remarks>
        public Tensor GatedCrossEntropy(Tensor logits, Tensor gate, ReadOnlyMemory<int> targets, bool stopGradient)
        {
            ShapeException.Require(targets.Length == logits.Rows, $"logits {logits}, targets [{targets.Length}]");
            ShapeException.Require(targets.AreColumnsOf(logits), $"logits {logits}, targets {targets.Text}");
            ShapeException.Require(gate.Rows == logits.Rows && gate.Columns == 1, $"logits {logits}, gate {gate}");
            var rows = new GatedRows(tape, logits, targets);
            tape.Kernels.GatedLoss(rows.CrossEntropies.Values, gate.Values, rows.Losses.Values, rows.Weights.Values, rows.Slopes.Values);
            return rows.Mean(stopGradient ? null : gate);
        }
    }
}
