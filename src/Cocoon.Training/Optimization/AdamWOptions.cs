namespace Cocoon.Training;

/// <summary>Settings of AdamW. The defaults are those of COCO-LM's base model.</summary>
/// <remarks>
/// fairseq, which COCO-LM was trained with: bias correction on, every parameter decays. ELECTRA: <c>biasCorrection: false</c>,
/// <c>beta2: 0.999</c>, <c>decayNormsAndBiases: false</c>, <c>clipNorm: 1</c>. Deviation: epsilon is added after bias correction, as in PyTorch;
/// fairseq adds it before.
/// </remarks>
public sealed record AdamWOptions
{
    /// <summary>Decay of the first moment, in [0, 1).</summary>
    public float Beta1 { get; init; } = 0.9f;

    /// <summary>Decay of the second moment, in [0, 1).</summary>
    public float Beta2 { get; init; } = 0.98f;

    /// <summary>Added to the root of the second moment; above 0.</summary>
    public float Epsilon { get; init; } = 1e-6f;

    /// <summary>Decoupled decay: a parameter shrinks by learning rate · this in every step.</summary>
    public float WeightDecay { get; init; } = 0.01f;

    /// <summary>Whether the moments are corrected for having started at 0 (Kingma and Ba 2014, arXiv:1412.6980, section 3).</summary>
    public bool BiasCorrection { get; init; } = true;

    /// <summary>Whether biases and the parameters of normalization decay too.</summary>
    public bool DecayNormsAndBiases { get; init; } = true;

    /// <summary>Whether a parameter decays. Norms and biases are known by their paths, as in ELECTRA's code: a name of the path contains
    /// <c>norm</c>, or the last is <c>bias</c>.</summary>
    public bool Decays(string path) =>
        DecayNormsAndBiases || !(path.Contains("norm", StringComparison.Ordinal) || path == "bias" || path.EndsWith(".bias", StringComparison.Ordinal));

    /// <summary>Every reason why these settings cannot be used.</summary>
    /// <param name="path">Where they stand in the recipe.</param>
    public IEnumerable<RecipeProblem> Problems(string path)
    {
        if (Beta1 is not (>= 0 and < 1)) yield return new($"{path}.beta1", $"{Beta1} is not in [0, 1).", "Use 0.9.");
        if (Beta2 is not (>= 0 and < 1)) yield return new($"{path}.beta2", $"{Beta2} is not in [0, 1).", "Use 0.98 or 0.999.");
        if (Epsilon is not (> 0 and < 1)) yield return new($"{path}.epsilon", $"{Epsilon} is not in (0, 1).", "Use 1e-6.");
        if (WeightDecay is not (>= 0 and < 1)) yield return new($"{path}.weightDecay", $"{WeightDecay} is not in [0, 1).", "Use 0.01.");
    }
}
