using Cocoon.Tensors;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.Tests.Tensors;

public sealed class LayerNormTests : OperationTests
{
    private const float Epsilon = 1e-5f;

    [Fact]
    public void Gradient_agrees_with_central_differences()
    {
        var (x, gain, bias) = (Normal(4, 6, 1), Normal(1, 6, 2), Normal(1, 6, 3));

        GradientCheck.Verify([x, gain, bias], tape => tape.LayerNorm(x, gain, bias, Epsilon));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.3f)]
    public void Gradient_of_the_fused_seam_agrees_with_central_differences(float rate)
    {
        var (x, residual, gain, bias) = (Normal(4, 6, 1), Normal(4, 6, 4), Normal(1, 6, 2), Normal(1, 6, 3));

        GradientCheck.Verify([x, residual, gain, bias], tape => tape.DropoutAddLayerNorm(x, residual, rate, gain, bias, Epsilon));
    }

    [Fact]
    public void Rows_get_mean_0_and_variance_1_whatever_their_offset_and_scale()
    {
        var (gain, bias) = (Arrange.Row(Arena, 1, 1, 1, 1), Arrange.Row(Arena, 0, 0, 0, 0));
        var x = Arrange.Matrix(Arena, new float[,] { { 1, 2, 3, 4 }, { 1001, 1002, 1003, 1004 }, { -10, -20, -30, -40 } });

        var y = Tape.LayerNorm(x, gain, bias, 0);

        float a = 1.5f / MathF.Sqrt(1.25f), b = 0.5f / MathF.Sqrt(1.25f);   // (1 − 2.5) / √1.25
        float[] expected = [-a, -b, b, a, -a, -b, b, a, a, b, -b, -a];
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], y.Values[i], 1e-6f);
    }

    [Fact]
    public void The_fused_seam_is_the_three_operations()
    {
        var (x, residual, gain, bias) = (Normal(4, 6, 1), Normal(4, 6, 4), Normal(1, 6, 2), Normal(1, 6, 3));

        var fused = Tape.DropoutAddLayerNorm(x, residual, 0.3f, gain, bias, Epsilon);
        Tape.Reset(Tape.Key);
        var apart = Tape.LayerNorm(Tape.Add(residual, Tape.Dropout(x, 0.3f)), gain, bias, Epsilon);
        var undropped = Tape.LayerNorm(Tape.Add(residual, x), gain, bias, Epsilon);

        for (int i = 0; i < fused.Length; i++) Assert.Equal(apart.Values[i], fused.Values[i], (float)Tolerances.Float);
        Assert.NotEqual(undropped.Values.ToArray(), fused.Values.ToArray());
        using (Tape.Evaluating())
        {
            var evaluated = Tape.DropoutAddLayerNorm(x, residual, 0.3f, gain, bias, Epsilon);
            for (int i = 0; i < fused.Length; i++) Assert.Equal(undropped.Values[i], evaluated.Values[i], (float)Tolerances.Float);
        }
    }

    [Fact]
    public void Wrong_shapes_are_refused_by_name()
    {
        var x = Normal(2, 3, 1);
        Assert.Equal("LayerNorm(x [2, 3], gain [1, 4]): expected gain.Rows == 1 && gain.Columns == x.Columns.",
            Assert.Throws<ShapeException>(() => Tape.LayerNorm(x, Normal(1, 4, 1), Normal(1, 3, 1), Epsilon)).Message);
        Assert.Throws<ShapeException>(() => Tape.LayerNorm(x, Normal(1, 3, 1), Normal(3, 1, 1), Epsilon));
        Assert.Equal("DropoutAddLayerNorm(x [2, 3], residual [2, 3]): expected x != residual.",
            Assert.Throws<ShapeException>(() => Tape.DropoutAddLayerNorm(x, x, 0, Normal(1, 3, 1), Normal(1, 3, 1), Epsilon)).Message);
    }
}
