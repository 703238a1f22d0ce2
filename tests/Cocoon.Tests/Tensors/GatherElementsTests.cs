using Cocoon.Tensors;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.Tests.Tensors;

public sealed class GatherElementsTests : OperationTests
{
    private const int None = 12; // of a matrix [4, 3]

    [Fact]
    public void Gradient_agrees_with_central_differences_also_of_numbers_that_are_asked_for_twice()
    {
        var x = Normal(4, 3, 1);

        GradientCheck.Verify(x, tape => tape.GatherElements(x, new[] { 11, 0, 4, 4, 7, 2 }, 2));
        GradientCheck.Verify(x, tape => tape.SoftmaxCrossEntropy(tape.GatherElements(x, new[] { 3, 9, None, 5, 1, 8 }, 3), new[] { 1, 2 }));
    }

    [Fact]
    public void Numbers_come_as_they_were_asked_for_and_none_is_minus_infinity()
    {
        var x = Normal(4, 3, 1);

        var y = Tape.GatherElements(x, new[] { 11, None, 0, 4 }, 2);

        Assert.Equal((2, 2), (y.Rows, y.Columns));
        Assert.Equal([x.Values[11], float.NegativeInfinity, x.Values[0], x.Values[4]], y.Values.ToArray());
    }

    [Fact]
    public void Numbers_that_are_not_there_are_refused()
    {
        var x = Normal(4, 3, 1);

        Assert.Contains("elements [2] from 0 to 13", Assert.Throws<ShapeException>(() => Tape.GatherElements(x, new[] { 0, None + 1 }, 2)).Message, StringComparison.Ordinal);
        Assert.Contains("columns 2", Assert.Throws<ShapeException>(() => Tape.GatherElements(x, new[] { 0, 1, 2 }, 2)).Message, StringComparison.Ordinal);
    }
}
