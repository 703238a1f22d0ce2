using Cocoon.Tensors;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.Tests.Tensors;

public sealed class RecomputeTests : OperationTests
{
    private const float Rate = 0.3f;

    [Fact]
    public void Gradient_agrees_with_central_differences()
    {
        Tensor x = Normal(5, 7, 1), weight = Normal(7, 7, 2), bias = Normal(1, 7, 3);

        GradientCheck.Verify([x, weight, bias], tape => tape.Recompute(x, (again, input) => again.Dropout(again.Gelu(again.Linear(input, weight, bias)), Rate)));
    }

    [Fact]
    public void Values_gradients_and_later_masks_have_the_bits_of_the_parts_themselves()
    {
        var (values, gradients) = Pass(recompute: true);
        var (direct, directGradients) = Pass(recompute: false);

        Assert.Equal(direct, values);
        Assert.Equal(directGradients, gradients);
        Assert.Contains(values, v => v == 0);       // dropped
        Assert.Contains(gradients, g => g != 0);
    }

    [Fact]
    public void What_a_part_makes_is_gone_after_it_but_its_result()
    {
        Tensor? inside = null;
        var x = Normal(3, 4, 1);
        var y = Tape.Recompute(x, (again, input) => again.Gelu(inside = again.Gelu(input)));

        Assert.Throws<InvalidOperationException>(() => inside!.Values[0]);
        Assert.NotEqual(0, y.Values[0]);
        y.Grad.Fill(1);
        Tape.Backward();
        Assert.Throws<InvalidOperationException>(() => inside!.Values[0]);
        Assert.True(x.HasGrad);
    }

    [Fact]
    public void A_part_that_nobody_uses_is_not_computed_again()
    {
        int calls = 0;
        Tensor Part(Tape again, Tensor input)
        {
            calls++;
            return again.Gelu(input);
        }
        Tape.Recompute(Normal(2, 2, 1), Part);
        Tape.Recompute(Normal(2, 2, 1), Part).Grad.Fill(1);
        using (Tape.Evaluating()) Tape.Recompute(Normal(2, 2, 1), Part);

        Tape.Backward();

        Assert.Equal(4, calls);
    }

    [Fact]
    public void A_part_that_computes_nothing_is_refused()
    {
        string message = Assert.Throws<ShapeException>(() => Tape.Recompute(Normal(2, 3, 1), (_, input) => input)).Message;

        Assert.Contains("a part that computes something new", message, StringComparison.Ordinal);
    }

    /// <summary>Two parts, the second with a part in it, and a dropout after them.</summary>
    private (float[] Values, float[] Gradients) Pass(bool recompute)
    {
        Tape.Reset(new(5, 6));
        Tensor x = Normal(40, 16, 1), weight = Normal(16, 16, 2);
        Tensor Part(Tape tape, Tensor input, Func<Tape, Tensor, Tensor> part) => recompute ? tape.Recompute(input, part) : part(tape, input);
        Tensor Layer(Tape tape, Tensor input) => tape.Add(input, tape.Dropout(tape.Gelu(tape.Linear(input, weight, null)), Rate));
        var y = Part(Tape, Part(Tape, x, Layer), (tape, input) => Part(tape, Layer(tape, input), Layer));
        y = Tape.Dropout(y, Rate);
        for (int i = 0; i < y.Length; i++) y.Grad[i] = MathF.Sin(i);
        Tape.Backward();
        return (y.Values.ToArray(), [.. x.Grad, .. weight.Grad]);
    }
}
