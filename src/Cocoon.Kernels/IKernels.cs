using Cocoon.Determinism;

namespace Cocoon.Kernels;

/// <summary>Every computation on elements that a model needs, over row-major buffers of floats.</summary>
/// <remarks>
/// Implemented twice: <c>ReferenceKernels</c> is the executable specification (naive, sums in double); <c>CpuKernels</c> is fast.
/// A GPU would be a third. Arguments go sources, scalars, destinations. A kernel whose name starts with Add adds to its destination;
/// one with an <c>accumulate</c> argument adds if it is true and overwrites otherwise, so that a gradient's first
/// contribution needs no cleared memory. Lengths must match the stated shapes; a buffer may not overlap another unless it says so.
/// Same bits on any number of threads: blocks are fixed and sums combine in a fixed order.
/// </remarks>
public interface IKernels : IDisposable
{
    /// <summary>What runs and why, for people: the matrix kernel, the instruction set, the threads.</summary>
    string Description { get; }

    /// <summary>C = op(A) · op(B) + bias, or C += op(A) · op(B).</summary>
    /// <param name="a">[m, k], or [k, m] if <paramref name="transposeA"/>.</param>
    /// <param name="b">[k, n], or [n, k] if <paramref name="transposeB"/>.</param>
    /// <param name="bias">Added to every row, length n; or empty. Not allowed with <paramref name="accumulate"/>.</param>
    /// <param name="c">[m, n].</param>
    void MatMul(ReadOnlySpan<float> a, bool transposeA, ReadOnlySpan<float> b, bool transposeB, ReadOnlySpan<float> bias, int m, int n, int k, bool accumulate, Span<float> c);

    /// <summary>Writes one value everywhere.</summary>
    void Fill(float value, Span<float> destination);

    /// <summary>y = scale · x (or y += scale · x); <paramref name="y"/> may be <paramref name="x"/>.</summary>
    void Scale(ReadOnlySpan<float> x, float scale, bool accumulate, Span<float> y);

    /// <summary>y = a + b, element by element; y may be a or b.</summary>
    void Add(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y);

    /// <summary>destination[j] += Σ over rows of x[row, j].</summary>
    /// <param name="x">[rows, columns].</param>
    /// <param name="destination">Length columns.</param>
    void AddColumnSums(ReadOnlySpan<float> x, int columns, Span<float> destination);

    /// <summary>Σ x, in a fixed order, accumulated in double.</summary>
    double Sum(ReadOnlySpan<float> x);

    /// <summary>Σ x², in a fixed order, accumulated in double; not finite if any element is not.</summary>
    double SumOfSquares(ReadOnlySpan<float> x);

    /// <summary>y = x · Φ(x), the exact Gaussian error linear unit.</summary>
    void Gelu(ReadOnlySpan<float> x, Span<float> y);

    /// <summary>dx (+)= dy · (Φ(x) + x · φ(x)).</summary>
    void GeluGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, bool accumulate, Span<float> dx);

    /// <summary>y = tanh(x).</summary>
    void Tanh(ReadOnlySpan<float> x, Span<float> y);

    /// <summary>dx (+)= dy · (1 − y²), with y = tanh(x).</summary>
    void TanhGradient(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, bool accumulate, Span<float> dx);

    /// <summary>y (+)= x with elements dropped; its own gradient.</summary>
    void Dropout(ReadOnlySpan<float> x, DropoutMask mask, bool accumulate, Span<float> y);

    /// <summary>y = residual + dropout(x): the seam between two blocks of a pre-norm layer in one pass.</summary>
    void DropoutAdd(ReadOnlySpan<float> x, ReadOnlySpan<float> residual, DropoutMask mask, Span<float> y);

    /// <summary>Rows normalised to mean 0 and variance 1, then scaled and shifted.</summary>
    /// <param name="x">[N, H].</param>
    /// <param name="gain">Length H.</param>
    /// <param name="bias">Length H.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="y">[N, H].</param>
    /// <param name="means">Mean of each row, kept for the gradient; length N.</param>
    /// <param name="inverseDeviations">1 / √(variance + epsilon) of each row; length N.</param>
    void LayerNorm(ReadOnlySpan<float> x, ReadOnlySpan<float> gain, ReadOnlySpan<float> bias, float epsilon, Span<float> y, Span<float> means, Span<float> inverseDeviations);

    /// <summary>Gradient of <see cref="LayerNorm"/>: dx (+)= …, dGain += …, dBias += ….</summary>
    void LayerNormGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> gain, ReadOnlySpan<float> means, ReadOnlySpan<float> inverseDeviations, ReadOnlySpan<float> dy,
        bool accumulate, Span<float> dx, Span<float> dGain, Span<float> dBias);

    /// <summary>sum = residual + dropout(x); y = LayerNorm(sum): the seam between two blocks of a post-norm layer in one pass.</summary>
    void DropoutAddLayerNorm(ReadOnlySpan<float> x, ReadOnlySpan<float> residual, DropoutMask mask, ReadOnlySpan<float> gain, ReadOnlySpan<float> bias, float epsilon,
        Span<float> sum, Span<float> y, Span<float> means, Span<float> inverseDeviations);

    /// <summary>Gradient of <see cref="DropoutAddLayerNorm"/>: dResidual (+)= …, dx (+)= …, dGain += …, dBias += ….</summary>
    void DropoutAddLayerNormGradient(ReadOnlySpan<float> sum, ReadOnlySpan<float> gain, ReadOnlySpan<float> means, ReadOnlySpan<float> inverseDeviations, DropoutMask mask, ReadOnlySpan<float> dy,
        bool accumulateResidual, Span<float> dResidual, bool accumulateX, Span<float> dx, Span<float> dGain, Span<float> dBias);

    /// <summary>rows[i] (+)= table[ids[i]].</summary>
    /// <param name="table">[any, columns].</param>
    /// <param name="rows">[ids.Length, columns].</param>
    void GatherRows(ReadOnlySpan<float> table, ReadOnlySpan<int> ids, int columns, bool accumulate, Span<float> rows);

    /// <summary>table[ids[i]] += rows[i], in the order of i for equal ids.</summary>
    void AddScatterRows(ReadOnlySpan<float> rows, ReadOnlySpan<int> ids, int columns, Span<float> table);

    /// <summary>Multi-head attention of every sequence on itself.</summary>
    /// <param name="qkv">Queries, keys and values side by side, [N, 3H]; head a has columns a·D … of each third.</param>
    /// <param name="biasTable">Relative bias, [bins, A], added to the scaled scores; empty without.</param>
    /// <param name="shape">Where sequences start, heads, buckets, which keys each token looks at.</param>
    /// <param name="mask">Dropout of the probabilities; element index = place in <paramref name="probabilities"/>.</param>
    /// <param name="probabilities">softmax(q·k/√D + bias) before dropout, kept for the gradient; length <see cref="AttentionShape.ProbabilityCount"/>.</param>
    /// <param name="output">[N, H].</param>
    void Attention(ReadOnlySpan<float> qkv, ReadOnlySpan<float> biasTable, AttentionShape shape, DropoutMask mask, Span<float> probabilities, Span<float> output);

    /// <summary>Gradient of <see cref="Attention"/>: dQkv is overwritten, dBiasTable added to (empty without relative bias).</summary>
    void AttentionGradient(ReadOnlySpan<float> qkv, ReadOnlySpan<float> probabilities, AttentionShape shape, DropoutMask mask, ReadOnlySpan<float> dOutput, Span<float> dQkv, Span<float> dBiasTable);

    /// <summary>Multi-head attention of every sequence on a sequence of another text.</summary>
    /// <param name="queries">[N, H]; head a has columns a·D ….</param>
    /// <param name="keysValues">Keys and values of the other text side by side, [R, 2H]; head a has columns a·D … of each half.</param>
    /// <param name="shape">Where sequences and their keys start, and heads; all else is not for this kernel. A sequence has queries and keys, or neither.</param>
    /// <param name="mask">Dropout of the probabilities; element index = place in <paramref name="probabilities"/>.</param>
    /// <param name="probabilities">softmax(q·k/√D) before dropout, kept for the gradient; length <see cref="AttentionShape.ProbabilityCount"/>.</param>
    /// <param name="output">[N, H].</param>
    void CrossAttention(ReadOnlySpan<float> queries, ReadOnlySpan<float> keysValues, AttentionShape shape, DropoutMask mask, Span<float> probabilities, Span<float> output);

    /// <summary>Gradient of <see cref="CrossAttention"/>: dQueries and dKeysValues are overwritten.</summary>
    void CrossAttentionGradient(
        ReadOnlySpan<float> queries, ReadOnlySpan<float> keysValues, ReadOnlySpan<float> probabilities, AttentionShape shape, DropoutMask mask, ReadOnlySpan<float> dOutput,
        Span<float> dQueries, Span<float> dKeysValues);

    /// <summary>losses[i] = logSumExp(logits[i]) − logits[i, targets[i]], in nats; a negative target gives 0.</summary>
    /// <param name="logits">[M, V]; −∞ is allowed and means probability 0.</param>
    /// <param name="logSumExps">Kept for the gradient; length M.</param>
    void SoftmaxCrossEntropy(ReadOnlySpan<float> logits, ReadOnlySpan<int> targets, Span<float> losses, Span<float> logSumExps);

    /// <summary>dLogits[i] (+)= scales[i] · (softmax(logits[i]) − onehot(targets[i])); rows with a negative target get nothing (0 if not accumulating).</summary>
    void SoftmaxCrossEntropyGradient(ReadOnlySpan<float> logits, ReadOnlySpan<int> targets, ReadOnlySpan<float> logSumExps, ReadOnlySpan<float> scales, bool accumulate, Span<float> dLogits);

    /// <summary>Draws one column of each row with probability softmax(logits[i]): inverse distribution function at uniform number i of the stream.</summary>
    /// <param name="logits">[M, columns].</param>
    void SampleRows(ReadOnlySpan<float> logits, int columns, RandomStream stream, Span<int> samples);

    /// <summary>The column of the largest value of each row; the first of equals.</summary>
    void ArgMaxRows(ReadOnlySpan<float> x, int columns, Span<int> best);

    /// <summary>losses[i] = softplus(z) − label · z, the binary cross-entropy of sigmoid(z) in nats; probabilities[i] = sigmoid(z).</summary>
    void SigmoidCrossEntropy(ReadOnlySpan<float> logits, ReadOnlySpan<float> labels, Span<float> losses, Span<float> probabilities);

    /// <summary>dLogits[i] (+)= scale · (probabilities[i] − labels[i]).</summary>
    void SigmoidCrossEntropyGradient(ReadOnlySpan<float> probabilities, ReadOnlySpan<float> labels, float scale, bool accumulate, Span<float> dLogits);

    /// <summary>losses[i] = (predictions[i] − targets[i])²; slopes[i] = ∂ losses[i] / ∂ predictions[i].</summary>
    void SquaredError(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, Span<float> losses, Span<float> slopes);

    /// <summary>y = x · weights, element by element; y may be x or weights.</summary>
    void Weight(ReadOnlySpan<float> x, ReadOnlySpan<float> weights, Span<float> y);

    /// <summary>losses[i] = (1 − p) · crossEntropies[i] with p = sigmoid(gates[i]), and its derivatives.</summary>
    /// <param name="crossEntropies">Loss of each row before the gate, in nats; length M.</param>
    /// <param name="gates">Log-odds of p; length M.</param>
    /// <param name="weights">∂ losses[i] / ∂ crossEntropies[i].</param>
    /// <param name="slopes">∂ losses[i] / ∂ gates[i].</param>
    void GatedLoss(ReadOnlySpan<float> crossEntropies, ReadOnlySpan<float> gates, Span<float> losses, Span<float> weights, Span<float> slopes);

    /// <summary>losses[i] = −log([inputs[i] = targets[i]] · p + (1 − p) · exp(−crossEntropies[i])) with p = sigmoid(gates[i]), and its derivatives;
    /// all 0 for a negative target.</summary>
    /// <param name="crossEntropies">−log of the probability that generation gives the target; length M.</param>
    /// <param name="gates">Log-odds of p, the probability of copying; length M.</param>
    /// <param name="inputs">What copying gives; length M.</param>
    /// <param name="targets">What is right; length M.</param>
    /// <param name="weights">∂ losses[i] / ∂ crossEntropies[i].</param>
    /// <param name="slopes">∂ losses[i] / ∂ gates[i].</param>
    void CopyMixtureLoss(ReadOnlySpan<float> crossEntropies, ReadOnlySpan<float> gates, ReadOnlySpan<int> inputs, ReadOnlySpan<int> targets,
        Span<float> losses, Span<float> weights, Span<float> slopes);

    /// <summary>losses[i] = (rewards[i] − b) · crossEntropies[i] with the baseline b = −log sigmoid(baselines[i]), and its derivative.</summary>
    /// <param name="crossEntropies">−log probability of each sample; length M.</param>
    /// <param name="rewards">What each sample earned, in nats, at least 0; length M.</param>
    /// <param name="baselines">Log-odds of what exp(−reward) is expected to be; length M.</param>
    /// <param name="advantages">rewards[i] − b = ∂ losses[i] / ∂ crossEntropies[i].</param>
    /// <param name="likelihoods">exp(−rewards[i]), what the baseline is to learn.</param>
    void PolicyLoss(ReadOnlySpan<float> crossEntropies, ReadOnlySpan<float> rewards, ReadOnlySpan<float> baselines, Span<float> losses, Span<float> advantages, Span<float> likelihoods);

    /// <summary>x[i, i] = value of a matrix with that many columns.</summary>
    void FillDiagonal(float value, int columns, Span<float> x);

    /// <summary>y = x / max(‖x‖, 1e-12), row by row; norms kept for the gradient.</summary>
    void NormalizeRows(ReadOnlySpan<float> x, int columns, Span<float> y, Span<float> norms);

    /// <summary>dx (+)= (dy − (dy·y) y) / ‖x‖, row by row.</summary>
    void NormalizeRowsGradient(ReadOnlySpan<float> y, ReadOnlySpan<float> norms, ReadOnlySpan<float> dy, int columns, bool accumulate, Span<float> dx);

    /// <summary>One AdamW update in place.</summary>
    void AdamW(ReadOnlySpan<float> gradient, AdamWStep step, Span<float> parameters, Span<float> firstMoment, Span<float> secondMoment);
}
