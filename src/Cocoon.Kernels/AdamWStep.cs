namespace Cocoon.Kernels;

/// <summary>The numbers of one AdamW update, the same for every parameter that it is applied to.</summary>
/// <param name="LearningRate">Step size of this step, schedule included.</param>
/// <param name="Beta1">Decay of the first moment.</param>
/// <param name="Beta2">Decay of the second moment.</param>
/// <param name="Epsilon">Added to the root of the second moment, after bias correction.</param>
/// <param name="WeightDecay">Decoupled decay: a parameter shrinks by LearningRate · WeightDecay.</param>
/// <param name="FirstCorrection">1 / (1 − Beta1^t), or 1 without bias correction.</param>
/// <param name="SecondCorrection">1 / (1 − Beta2^t), or 1 without bias correction.</param>
/// <param name="GradientScale">What gradients are multiplied by first: clipping, and the mean over micro-batches.</param>
/// <remarks>Loshchilov and Hutter 2017, arXiv:1711.05101, Algorithm 2: m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²;
/// θ ← θ(1 − ηλ) − η·(c₁m) / (√(c₂v) + ε).</remarks>
public readonly record struct AdamWStep(
    float LearningRate, float Beta1, float Beta2, float Epsilon, float WeightDecay,
    float FirstCorrection, float SecondCorrection, float GradientScale);
