namespace Cocoon.Tensors;

/// <summary>Learning from reward by samples.</summary>
public static class PolicyGradientOp
{
    extension(Tape tape)
    {
        /// <summary>Mean of (R − b) · −log p(sample): the gradient is that of fooling a judge, by REINFORCE.</summary>
        /// <param name="logits">Unnormalised scores of what might have been drawn, [M, V].</param>
        /// <param name="samples">What was drawn, length M; unchanged until the backward pass.</param>
        /// <param name="verdicts">The judge's log-odds of "yes" about each sample, [M, 1]; held fixed.</param>
        /// <param name="labels">1 where "yes" is right, else 0; length M.</param>
        /// <param name="baselines">Log-odds of exp(−R) as it is expected, [M, 1]; held fixed.</param>
        /// <param name="likelihoods">Becomes exp(−R), the judge's probability of the right answer: what the baseline is to learn; length M.</param>
        /// <returns>The loss, [1, 1]; 0 if there is no row.</returns>
        /// <exception cref="ShapeException">The shapes do not fit, or a sample has no column.</exception>
        /// <remarks>
        /// Clark et al. 2020, arXiv:2003.10555, appendix F: the reward R is the judge's loss, −log D if the sample is the original, else −log(1 − D);
        /// the baseline b is −log sigmoid(wᵀh). Estimator of Williams 1992, one sample a row.
        /// </remarks>
        public Tensor PolicyGradient(Tensor logits, ReadOnlyMemory<int> samples, Tensor verdicts, ReadOnlyMemory<float> labels, Tensor baselines, Span<float> likelihoods)
        {
            ShapeException.Require(samples.Length == logits.Rows, $"logits {logits}, samples [{samples.Length}]");
            ShapeException.Require(samples.AreColumnsOf(logits), $"logits {logits}, samples {samples.Text}");
            ShapeException.Require(verdicts.Rows == logits.Rows && verdicts.Columns == 1, $"logits {logits}, verdicts {verdicts}");
            ShapeException.Require(baselines.Rows == logits.Rows && baselines.Columns == 1, $"logits {logits}, baselines {baselines}");
            ShapeException.Require(labels.Length == logits.Rows && likelihoods.Length == logits.Rows, $"logits {logits}, labels [{labels.Length}], likelihoods [{likelihoods.Length}]");
            var (rewards, probabilities) = (tape.New(logits.Rows, 1), tape.New(logits.Rows, 1));
            tape.Kernels.SigmoidCrossEntropy(verdicts.Values, labels.Span, rewards.Values, probabilities.Values);
            var rows = new GatedRows(tape, logits, samples);
            tape.Kernels.PolicyLoss(rows.CrossEntropies.Values, rewards.Values, baselines.Values, rows.Losses.Values, rows.Weights.Values, likelihoods);
            return rows.Mean(gate: null);
        }
    }
}
