using Cocoon.Tensors;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.Tests.Tensors;

public sealed class ContrastiveCrossEntropyTests : OperationTests
{
    [Theory]
    [InlineData(1f)]
    [InlineData(0.2f)]
    public void Gradient_agrees_with_central_differences(float temperature)
    {
        var (a, b) = (Normal(4, 5, 1), Normal(4, 5, 2));

        GradientCheck.Verify([a, b], tape => tape.ContrastiveCrossEntropy(a, b, temperature));
    }

    [Fact]
    public void Vectors_that_are_all_alike_give_ln_of_the_candidates()
    {
        var (a, b) = (Arena.Allocate(4, 3), Arena.Allocate(4, 3));
        a.Values.Fill(2);
        b.Values.Fill(5);

        Assert.Equal(Math.Log(7), Tape.ContrastiveCrossEntropy(a, b, 1).Values[0], Tolerances.Float); // 2S − 1 = 7
    }

    [Fact]
    public void Orthogonal_pairs_give_the_formula_by_hand()
    {
        var a = Arrange.Matrix(Arena, new float[,] { { 1, 0 }, { 0, 2 } });

        var loss = Tape.ContrastiveCrossEntropy(a, Arrange.Matrix(Arena, new float[,] { { 3, 0 }, { 0, 4 } }), 0.5f);

        Assert.Equal(Math.Log(1 + 2 * Math.Exp(-2)), loss.Values[0], Tolerances.Float); // partner at cosine 1, two negatives at 0
    }

    [Fact]
    public void Only_directions_matter_and_the_views_may_change_places()
    {
        var (a, b, longer) = (Normal(4, 5, 1), Normal(4, 5, 2), Normal(4, 5, 1));
        foreach (ref float x in longer.Values) x *= 8;

        float loss = Tape.ContrastiveCrossEntropy(a, b, 0.3f).Values[0];

        Assert.Equal(loss, Tape.ContrastiveCrossEntropy(longer, b, 0.3f).Values[0], 1e-6f);
        Assert.Equal(loss, Tape.ContrastiveCrossEntropy(b, a, 0.3f).Values[0], 1e-6f);
        Assert.NotEqual(loss, Tape.ContrastiveCrossEntropy(a, b, 0.4f).Values[0], 1e-3f);
    }

    [Fact]
    public void A_single_sequence_is_refused_because_it_has_no_negatives()
    {
        Assert.Equal("ContrastiveCrossEntropy(a [1, 3], b [1, 3]): expected at least 2 rows, because others are the negatives.",
            Assert.Throws<ShapeException>(() => Tape.ContrastiveCrossEntropy(Normal(1, 3, 1), Normal(1, 3, 2), 1)).Message);
        Assert.Throws<ShapeException>(() => Tape.ContrastiveCrossEntropy(Normal(2, 3, 1), Normal(2, 4, 2), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tape.ContrastiveCrossEntropy(Normal(2, 3, 1), Normal(2, 3, 2), 0));
    }
}
