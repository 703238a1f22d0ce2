using Cocoon.Tensors;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.Tests.Tensors;

public sealed class LinearTests : OperationTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gradient_agrees_with_central_differences(bool biased)
    {
        var (x, weight, bias) = (Normal(5, 4, 1), Normal(3, 4, 2), Normal(1, 3, 3));

        GradientCheck.Verify(biased ? [x, weight, bias] : [x, weight], tape => tape.Linear(x, weight, biased ? bias : null));
    }

    [Fact]
    public void Every_row_is_mapped_by_the_same_weights()
    {
        var x = Arrange.Matrix(Arena, new float[,] { { 1, 2 }, { 3, 4 }, { 1, 2 } });
        var weight = Arrange.Matrix(Arena, new float[,] { { 1, 0 }, { 0, 1 }, { 10, 100 } });

        var y = Tape.Linear(x, weight, Arrange.Row(Arena, 0, 0, 0.5f));

        Assert.Equal([1, 2, 210.5f, 3, 4, 430.5f, 1, 2, 210.5f], y.Values.ToArray());
    }

    [Fact]
    public void No_rows_give_no_rows_and_a_gradient_of_zeros()
    {
        var (x, weight, bias) = (Arena.Allocate(0, 4), Normal(3, 4, 2), Normal(1, 3, 3));

        var y = Tape.Linear(x, weight, bias);
        _ = y.Grad;
        Tape.Backward();

        Assert.Equal(0, y.Rows);
        Assert.All(weight.Grad.ToArray(), g => Assert.Equal(0, g));
        Assert.All(bias.Grad.ToArray(), g => Assert.Equal(0, g));
    }

    [Fact]
    public void Weights_for_another_width_are_refused_by_name() => Assert.Equal(
        "Linear(x [2, 3], weight [5, 4]): expected x.Columns == weight.Columns.",
        Assert.Throws<ShapeException>(() => Tape.Linear(Normal(2, 3, 1), Normal(5, 4, 2), null)).Message);

    [Fact]
    public void A_bias_for_another_width_is_refused() =>
        Assert.Throws<ShapeException>(() => Tape.Linear(Normal(2, 4, 1), Normal(5, 4, 2), Normal(1, 4, 3)));
}
