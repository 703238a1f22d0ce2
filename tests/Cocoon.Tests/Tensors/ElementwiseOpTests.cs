using Cocoon.Determinism;
using Cocoon.Tensors;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.Tests.Tensors;

public sealed class ElementwiseOpTests : OperationTests
{
    [Fact]
    public void Gradient_of_gelu_agrees_with_central_differences()
    {
        var x = Normal(3, 5, 1);

        GradientCheck.Verify(x, tape => tape.Gelu(x));
    }

    [Theory]
    [InlineData(0f, 0)]
    [InlineData(1f, 0.84134475)]   // Φ(1)
    [InlineData(-1f, -0.15865525)]
    [InlineData(30f, 30)]
    [InlineData(-30f, 0)]
    public void Gelu_is_x_times_the_normal_distribution_function(float x, double expected) =>
        Assert.Equal(expected, Tape.Gelu(Arrange.Row(Arena, x)).Values[0], Tolerances.Float);

    [Fact]
    public void Gradient_of_add_agrees_with_central_differences_even_if_both_operands_are_one()
    {
        var (a, b) = (Normal(3, 5, 1), Normal(3, 5, 2));

        GradientCheck.Verify([a, b], tape => tape.Add(a, b));
        GradientCheck.Verify(a, tape => tape.Add(a, a));
        GradientCheck.Verify(a, tape => tape.Add(tape.Gelu(a), a));
    }

    [Fact]
    public void Add_refuses_other_shapes() => Assert.Equal(
        "Add(a [2, 3], b [3, 2]): expected a.Rows == b.Rows && a.Columns == b.Columns.",
        Assert.Throws<ShapeException>(() => Tape.Add(Normal(2, 3, 1), Normal(3, 2, 1))).Message);

    [Fact]
    public void Gradient_of_dropout_agrees_with_central_differences_under_its_mask()
    {
        var x = Normal(7, 5, 1);

        GradientCheck.Verify(x, tape => tape.Dropout(x, 0.4f));
        GradientCheck.Verify(x, tape => tape.Add(tape.Dropout(x, 0.4f), tape.Dropout(x, 0.2f)));
    }

    [Fact]
    public void Dropout_keeps_the_mean_and_drops_its_share()
    {
        var x = Arena.Allocate(100, 100);
        x.Values.Fill(1);

        float[] y = Tape.Dropout(x, 0.1f).Values.ToArray();

        Assert.Equal([0, 1 / 0.9f], y.Distinct().Order());
        Assert.Equal(0.1, y.Count(v => v == 0) / (double)y.Length, 0.01); // a standard deviation is 0.003
        Assert.NotEqual(y, Tape.Dropout(x, 0.1f).Values.ToArray());       // the next one has a stream of its own
        Tape.Reset(Tape.Key);
        Assert.Equal(y, Tape.Dropout(x, 0.1f).Values.ToArray());
        Tape.Reset(new StepKey(3, 5));
        Assert.NotEqual(y, Tape.Dropout(x, 0.1f).Values.ToArray());
    }

    [Fact]
    public void Dropout_is_the_identity_in_evaluation_and_at_rate_0()
    {
        var x = Normal(3, 5, 1);

        Assert.Same(x, Tape.Dropout(x, 0));
        using (Tape.Evaluating()) Assert.Same(x, Tape.Dropout(x, 0.5f));
        Assert.NotSame(x, Tape.Dropout(x, 0.5f));
    }

    [Fact]
    public void Gradient_of_dropout_with_a_residual_agrees_with_central_differences_even_if_both_are_one()
    {
        var (x, residual) = (Normal(7, 5, 1), Normal(7, 5, 2));

        GradientCheck.Verify([x, residual], tape => tape.DropoutAdd(x, residual, 0.4f));
        GradientCheck.Verify(x, tape => tape.DropoutAdd(x, x, 0.4f));
        GradientCheck.Verify(x, tape => tape.DropoutAdd(tape.Gelu(x), x, 0.4f));
    }

    [Fact]
    public void Dropout_with_a_residual_is_dropout_and_a_sum()
    {
        var (x, residual) = (Normal(40, 40, 1), Normal(40, 40, 2));

        float[] fused = Tape.DropoutAdd(x, residual, 0.4f).Values.ToArray();
        Tape.Reset(Tape.Key);
        float[] apart = Tape.Add(Tape.Dropout(x, 0.4f), residual).Values.ToArray();

        Assert.Equal(apart, fused, (a, b) => Math.Abs(a - b) <= Tolerances.Float);   // two roundings there, one here
        Assert.InRange(fused.Zip(residual.Values.ToArray()).Count(p => p.First == p.Second), 1, fused.Length / 2);
        Assert.Equal(Tape.Add(x, residual).Values.ToArray(), Tape.DropoutAdd(x, residual, 0).Values.ToArray());
        Assert.Contains("x [2, 3], residual [3, 2]", Assert.Throws<ShapeException>(() => Tape.DropoutAdd(Normal(2, 3, 1), Normal(3, 2, 1), 0)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(-0.1f)]
    [InlineData(float.NaN)]
    public void A_rate_outside_0_to_1_is_refused(float rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Tape.Dropout(Normal(1, 1, 1), rate));

    [Fact]
    public void Stop_gradient_copies_values_and_passes_nothing_back()
    {
        var x = Normal(3, 5, 1);

        GradientCheck.Verify(x, tape => tape.Add(x, tape.StopGradient(tape.Gelu(Normal(3, 5, 9)))));
        var y = Tape.StopGradient(x);
        y.Grad.Fill(1);
        Tape.Backward();

        Assert.Equal(x.Values.ToArray(), y.Values.ToArray());
        Assert.NotSame(x, y);
    }
}
