using Cocoon.Determinism;
using Cocoon.Tensors;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.Tests.Tensors;

/// <summary>Learning from reward, and the activation of poolers.</summary>
public sealed class PolicyGradientTests : OperationTests
{
    private static readonly int[] s_samples = [3, 0, 1, 6, 2];
    private static readonly float[] s_labels = [1, 0, 1, 0, 0];

    [Fact]
    public void Gradients_agree_with_central_differences()
    {
        var (logits, verdicts, baselines, x) = (Normal(5, 7, 1), Normal(5, 1, 2), Normal(5, 1, 3), Normal(4, 6, 4));

        GradientCheck.Verify(logits, tape => tape.PolicyGradient(logits, s_samples, verdicts, s_labels, baselines, new float[5]));
        GradientCheck.Verify(x, tape => tape.Tanh(x));
    }

    [Fact]
    public void Judge_and_baseline_are_held_fixed()
    {
        var (logits, verdicts, baselines) = (Normal(5, 7, 1), Normal(5, 1, 2), Normal(5, 1, 3));
        Tape.PolicyGradient(logits, s_samples, verdicts, s_labels, baselines, new float[5]).Grad[0] = 1;

        Tape.Backward();

        Assert.True(logits.HasGrad);
        Assert.False(verdicts.HasGrad || baselines.HasGrad);
    }

    [Fact]
    public void Who_deceives_more_than_expected_becomes_more_probable()
    {
        // Two samples of log-probability −ln 2; the judge is deceived by the first (says "original" of a replaced token), not by the second.
        var logits = Arrange.Matrix(Arena, new float[,] { { 0, 0 }, { 0, 0 } });
        var (verdicts, baselines) = (Arrange.Column(Arena, 2, -2), Arrange.Column(Arena, 0, 0));
        float[] likelihoods = new float[2];

        var loss = Tape.PolicyGradient(logits, new[] { 0, 0 }, verdicts, new float[] { 0, 0 }, baselines, likelihoods);
        loss.Grad[0] = 1;
        Tape.Backward();

        double deceived = Math.Log(1 + Math.Exp(2)), seen = Math.Log(1 + Math.Exp(-2)), expected = Math.Log(2);
        Assert.Equal((deceived - expected + seen - expected) / 2 * Math.Log(2), loss.Values[0], Tolerances.Float);
        Assert.Equal([Math.Exp(-deceived), Math.Exp(-seen)], likelihoods.Select(l => (double)l), (a, b) => Math.Abs(a - b) < Tolerances.Float);
        Assert.Equal((deceived - expected) * (0.5 - 1) / 2, logits.Grad[0], Tolerances.Float);   // down the gradient: sample 0 gains
        Assert.Equal((seen - expected) * (0.5 - 1) / 2, logits.Grad[2], Tolerances.Float);       // and here it loses
    }

    [Fact]
    public void A_temperature_flattens_or_sharpens_what_is_drawn()
    {
        const int Rows = 20_000;
        var logits = Arena.Allocate(Rows, 2);
        for (int i = 0; i < Rows; i++) (logits.Row(i)[0], logits.Row(i)[1]) = (0, 1);
        int[] samples = new int[Rows];
        double Share(float temperature)
        {
            Tape.SampleRows(logits, temperature, new RandomStream(1, 2, 3), samples);
            return samples.Average();
        }

        foreach (float temperature in (float[])[0.5f, 1, 4]) Assert.Equal(1 / (1 + Math.Exp(-1 / temperature)), Share(temperature), 0.012);   // a standard error of 0.0035
        Assert.Throws<ArgumentOutOfRangeException>(() => Share(0));
    }

    [Fact]
    public void Tanh_is_the_formula_at_all_sizes()
    {
        var y = Tape.Tanh(Arrange.Row(Arena, -100, -1, 0, 0.5f, 100));

        Assert.Equal([-1, Math.Tanh(-1), 0, Math.Tanh(0.5), 1], y.Values.ToArray().Select(v => (double)v), (a, b) => Math.Abs(a - b) < Tolerances.Float);
    }

    [Fact]
    public void Wrong_shapes_are_refused_by_name()
    {
        var (logits, one) = (Normal(5, 7, 1), Normal(5, 1, 2));
        Assert.Equal("PolicyGradient(logits [5, 7], samples [2]): expected samples.Length == logits.Rows.",
            Assert.Throws<ShapeException>(() => Tape.PolicyGradient(logits, new[] { 1, 2 }, one, s_labels, one, new float[5])).Message);
        Assert.Contains("verdicts [4, 1]", Assert.Throws<ShapeException>(() => Tape.PolicyGradient(logits, s_samples, Normal(4, 1, 3), s_labels, one, new float[5])).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => Tape.PolicyGradient(logits, s_samples, one, s_labels, one, new float[4]));
    }
}
