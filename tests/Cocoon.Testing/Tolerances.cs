namespace Cocoon.Testing;

/// <summary>How far a result may be from what it is compared with, and why.</summary>
public static class Tolerances
{
    /// <summary>A recorded gradient against five-point differences, relative to the largest gradient of the tensor. Outputs are
    /// rounded to float (6e-8 of their size) and divided by a step of 1/32: about 3e-6; a softmax amplifies it by its own slope.</summary>
    public const double Gradient = 1e-4;

    /// <summary>A directional derivative of a whole model, relative to the gradient's norm: the loss, of size 10, is a float (1e-6)
    /// and the step along the direction is about 1e-3.</summary>
    public const double GradientAlong = 2e-3;

    /// <summary>Reference kernels (sums in double, results rounded to float) against PyTorch in double: a few roundings of 6e-8,
    /// relative to the largest element.</summary>
    public const double Golden = 2e-6;

    /// <summary>A single float against its formula in double.</summary>
    public const double Float = 1e-6;

    /// <summary>The error bound of a sum of k products in single precision, in whatever order: Higham 2002, section 3.1, γ(k) · Σ|a·b|.</summary>
    /// <param name="terms">Number of products.</param>
    /// <param name="magnitude">Σ|a·b|, the value the sum starts from included.</param>
    /// <remarks>Two roundings more: a pair of bfloat16 products may round between its halves, and the start counts. The constant covers subnormal numbers.</remarks>
    public static double ChainOfRoundings(int terms, double magnitude)
    {
        double roundings = (terms + 2) * Math.Pow(2, -24);
        return roundings / (1 - roundings) * magnitude + 1e-37;
    }

    /// <summary>A loss of a few nats in single precision against the oracle in double: some ten roundings of its size.</summary>
    public const double OracleLoss = 3e-6;

    /// <summary>An element of a gradient or a state, relative to 1 + its size: sums of some dozens of rounded products, through three layers.</summary>
    public const double OracleGradient = 5e-6;

    /// <summary>The loss along ten steps of training, relative to its size: what differs in a step is carried on.</summary>
    public const double OracleTraining = 3e-6;

    /// <summary>A weight after ten steps of size 0.005.</summary>
    public const double OracleWeight = 1e-5;

    /// <summary>The bias of keys after ten steps of size 0.005: it shifts all scores of a query alike, so its gradient is 0, and what AdamW scales up is rounding.</summary>
    public const double OracleKeyBias = 1e-3;

    /// <summary>A gradient against central differences, relative to 1 + its size: the curvature of the loss over the step, and the rounding of its value divided by it.</summary>
    public const double CentralDifference = 1e-2;

    /// <summary>Attention and its gradient against sums in double, relative to 1 + the largest value: some hundred roundings of 2^-24 in a chain of products and softmax.</summary>
    public const double AttentionFp32 = 1e-5;

    /// <summary>The same with operands of products rounded to bfloat16: each is off by up to 2^-9, and errors of scores, probabilities and sums add up.</summary>
    public const double AttentionBf16 = 3e-2;

    /// <summary>An end of a bootstrap interval from 10,000 draws against one from 400,000: the standard error of a percentile of means that spread by 0.6 is some 0.02.</summary>
    public const double BootstrapEnd = 0.08;

    /// <summary>Bytes that many warm calls may allocate together: a garbage collection between two of them may empty the shared array pool once or twice.</summary>
    public const long PooledBytes = 4096;

    /// <summary>Managed memory of a warm forward and backward pass of twelve layers in all, in bytes: a closure and the handles of its tensors for each operation.</summary>
    public const long AllocatedBytesOfPass = 48 << 10;

    /// <summary>Managed memory of a warm training step, in bytes: what a run of weeks may leave to the collector.</summary>
    public const long WarmStepBytes = 64 << 10;

    /// <summary>Five steps of AdamW against the same in double: some roundings of 2^-24 a step in numbers of about 1.</summary>
    public const double AdamW = 1e-6;

    /// <summary>Kernels of formulas and rows in single precision against the same in double, relative to 1 + the largest result:
    /// sums of some hundred terms of size 1 in sixteen lanes, exponentials within two units in the last place, Φ within 1e-7 times 5.</summary>
    public const double FormulaFp32 = 4e-6;

    /// <summary>The log-likelihood of held-out text with a vocabulary of ours against one of spm_train, relative to its size: SentencePiece sums in single precision, and two pieces
    /// more of its vocabulary are not special. What is promised; the trained vocabularies of tools/oracle/tokenizers/sentencepiece are closer.</summary>
    public const double TrainedLikelihood = 1e-3;

    /// <summary>A score in double against another implementation: some hundred roundings of 2^-53 of numbers of about 1.</summary>
    public const double Score = 1e-12;
}
