using Cocoon.Tensors;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.Tests.Tensors;

/// <summary>The two forms of corrective language modelling, and the copy loss beside them.</summary>
public sealed class CorrectiveLossTests : OperationTests
{
    private static readonly int[] s_targets = [3, 0, SoftmaxCrossEntropyOp.Ignored, 6, 2];
    private static readonly int[] s_inputs = [3, 1, 4, 6, 0];

    [Fact]
    public void Gradients_agree_with_central_differences()
    {
        var (logits, gate) = (Normal(5, 7, 1), Normal(5, 1, 2));

        GradientCheck.Verify([logits, gate], tape => tape.GatedCrossEntropy(logits, gate, s_targets, stopGradient: false));
        GradientCheck.Verify(logits, tape => tape.GatedCrossEntropy(logits, gate, s_targets, stopGradient: true));
        GradientCheck.Verify([logits, gate], tape => tape.CopyMixtureCrossEntropy(logits, gate, s_inputs, s_targets, stopGradient: false));
        GradientCheck.Verify(logits, tape => tape.CopyMixtureCrossEntropy(logits, gate, s_inputs, s_targets, stopGradient: true));
        GradientCheck.Verify(gate, tape => tape.SigmoidCrossEntropy(gate, new float[] { 1, 0, 1, 0, 0.3f }));
    }

    [Fact]
    public void A_held_gate_gets_no_gradient()
    {
        var (logits, gate) = (Normal(5, 7, 1), Normal(5, 1, 2));
        Tape.GatedCrossEntropy(logits, gate, s_targets, stopGradient: true).Grad[0] = 1;
        Tape.CopyMixtureCrossEntropy(logits, gate, s_inputs, s_targets, stopGradient: true).Grad[0] = 1;

        Tape.Backward();

        Assert.False(gate.HasGrad);
        Assert.True(logits.HasGrad);
    }

    [Fact]
    public void Values_are_the_formulas_by_hand()
    {
        // softmax(0, 0, ln 2) = (1/4, 1/4, 1/2); sigmoid(ln 3) = 3/4; the first row's input is the target, the second's is not.
        var logits = Arrange.Matrix(Arena, new[,] { { 0, 0, MathF.Log(2) }, { 0, 0, MathF.Log(2) } });
        var gate = Arrange.Column(Arena, MathF.Log(3), MathF.Log(3));
        int[] targets = [2, 0], inputs = [2, 1];

        var gated = Tape.GatedCrossEntropy(logits, gate, targets, stopGradient: true);
        var mixture = Tape.CopyMixtureCrossEntropy(logits, gate, inputs, targets, stopGradient: true);

        Assert.Equal((0.25 * Math.Log(2) + 0.25 * Math.Log(4)) / 2, gated.Values[0], Tolerances.Float);
        Assert.Equal((-Math.Log(0.75 + 0.25 * 0.5) - Math.Log(0.25 * 0.25)) / 2, mixture.Values[0], Tolerances.Float);
    }

    [Theory]
    [InlineData(200f)]
    [InlineData(-200f)]
    public void The_mixture_survives_gates_whose_probabilities_underflow(float z)
    {
        var logits = Arrange.Matrix(Arena, new float[,] { { 0, 300 }, { 0, 300 } });
        var gate = Arrange.Column(Arena, z, z);

        var loss = Tape.CopyMixtureCrossEntropy(logits, gate, new[] { 0, 1 }, new[] { 0, 0 }, stopGradient: false);
        loss.Grad[0] = 1;
        Tape.Backward();

        // Copying row 0: −log(p + (1 − p) e^-300); generating row 1: 300 − log(1 − p).
        Assert.Equal(z > 0 ? (0 + 500) / 2.0 : (200 + 300) / 2.0, loss.Values[0], 1e-3);
        Assert.All(logits.Grad.ToArray().Concat(gate.Grad.ToArray()), g => Assert.True(float.IsFinite(g)));
    }

    [Fact]
    public void Where_nothing_can_be_copied_the_paper_weighs_generation_fully()
    {
        var (logits, gate) = (Normal(5, 7, 1), Normal(5, 1, 2));
        int[] targets = [3, 0, 1, 6, 2], never = [0, 1, 2, 3, 4];
        Tape.CopyMixtureCrossEntropy(logits, gate, never, targets, stopGradient: true).Grad[0] = 1;
        Tape.Backward();
        float[] mixture = logits.Grad.ToArray();

        var plain = Normal(5, 7, 1);
        Tape.SoftmaxCrossEntropy(plain, targets).Grad[0] = 1;
        Tape.Backward();

        Assert.Equal(plain.Grad.ToArray(), mixture);
    }

    [Fact]
    public void Binary_cross_entropy_is_softplus_minus_label_times_logit()
    {
        Assert.Equal(Math.Log(2), Tape.SigmoidCrossEntropy(Arrange.Column(Arena, 0, 0), new float[] { 1, 0 }).Values[0], Tolerances.Float);
        Assert.Equal(100, Tape.SigmoidCrossEntropy(Arrange.Column(Arena, 200, 200), new float[] { 1, 0 }).Values[0], Tolerances.Float);
        Assert.Equal(0, Tape.SigmoidCrossEntropy(Arena.Allocate(0, 1), default).Values[0]);
    }

    [Fact]
    public void Wrong_shapes_are_refused_by_name()
    {
        var (logits, gate) = (Normal(5, 7, 1), Normal(4, 1, 2));
        Assert.Equal("GatedCrossEntropy(logits [5, 7], gate [4, 1]): expected gate.Rows == logits.Rows && gate.Columns == 1.",
            Assert.Throws<ShapeException>(() => Tape.GatedCrossEntropy(logits, gate, s_targets, true)).Message);
        Assert.Equal("CopyMixtureCrossEntropy(logits [5, 7], inputs [2]): expected inputs.Length == logits.Rows.",
            Assert.Throws<ShapeException>(() => Tape.CopyMixtureCrossEntropy(logits, Normal(5, 1, 2), new[] { 1, 2 }, s_targets, true)).Message);
        Assert.Throws<ShapeException>(() => Tape.GatedCrossEntropy(logits, Normal(5, 1, 2), new[] { 7, 0, 0, 0, 0 }, true));
        Assert.Equal("SigmoidCrossEntropy(logits [4, 1], labels [2]): expected labels.Length == logits.Length.",
            Assert.Throws<ShapeException>(() => Tape.SigmoidCrossEntropy(gate, new float[2])).Message);
    }
}
