using Cocoon.Tensors;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.Tests.Tensors;

public sealed class RowOpTests : OperationTests
{
    [Theory]
    [InlineData(1f)]
    [InlineData(20f)]
    public void Gradient_of_normalize_rows_agrees_with_central_differences(float length)
    {
        var x = Normal(3, 5, 1);

        GradientCheck.Verify(x, tape => tape.NormalizeRows(x, length));
    }

    [Fact]
    public void Normalized_rows_have_the_length_asked_for_and_keep_their_direction()
    {
        var x = Arrange.Matrix(Arena, new float[,] { { 3, 4 }, { 0, 0 }, { -5, 12 } });

        float[] y = Tape.NormalizeRows(x, 2).Values.ToArray();

        float[] expected = [1.2f, 1.6f, 0, 0, -10 / 13f, 24 / 13f];
        for (int i = 0; i < y.Length; i++) Assert.Equal(expected[i], y[i], 1e-6f);
    }

    [Fact]
    public void A_length_of_nothing_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Tape.NormalizeRows(Normal(2, 2, 1), 0));

    [Fact]
    public void Gradient_of_concat_rows_agrees_with_central_differences_even_if_both_operands_are_one()
    {
        var (a, b) = (Normal(3, 4, 1), Normal(2, 4, 2));

        GradientCheck.Verify([a, b], tape => tape.ConcatRows(a, b));
        GradientCheck.Verify(a, tape => tape.ConcatRows(a, a));
        Assert.Equal([.. a.Values.ToArray(), .. b.Values.ToArray()], Tape.ConcatRows(a, b).Values.ToArray());
    }

    [Fact]
    public void Concat_refuses_rows_of_other_lengths() => Assert.Equal(
        "ConcatRows(a [2, 3], b [2, 2]): expected a.Columns == b.Columns.",
        Assert.Throws<ShapeException>(() => Tape.ConcatRows(Normal(2, 3, 1), Normal(2, 2, 1))).Message);
}
