using Cocoon.Tensors;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.Tests.Tensors;

public sealed class EmbeddingTests : OperationTests
{
    private static readonly int[] s_ids = [5, 0, 5, 2, 1];
    private static readonly int[] s_places = [0, 1, 2, 0, 1];

    [Fact]
    public void Gradient_agrees_with_central_differences_with_tokens_that_repeat()
    {
        var (tokens, positions) = (Normal(6, 3, 1), Normal(4, 3, 2));

        GradientCheck.Verify([tokens, positions], tape => tape.Embed(tokens, s_ids, positions, s_places));
        GradientCheck.Verify(tokens, tape => tape.Embed(tokens, s_ids, null, default));
        GradientCheck.Verify(tokens, tape => tape.GatherRows(tokens, s_ids));
    }

    [Fact]
    public void A_table_tied_to_the_output_gets_both_gradients()
    {
        var tokens = Normal(6, 3, 1);

        GradientCheck.Verify(tokens, tape => tape.Linear(tape.Embed(tokens, s_ids, null, default), tokens, null));
    }

    [Fact]
    public void A_token_at_a_position_is_the_sum_of_both_rows()
    {
        var tokens = Arrange.Matrix(Arena, new float[,] { { 1, 2 }, { 3, 4 } });
        var positions = Arrange.Matrix(Arena, new float[,] { { 10, 20 }, { 30, 40 } });

        Assert.Equal([13, 24, 33, 44], Tape.Embed(tokens, new[] { 1, 1 }, positions, new[] { 0, 1 }).Values.ToArray());
        Assert.Equal([3, 4, 1, 2, 3, 4], Tape.GatherRows(tokens, new[] { 1, 0, 1 }).Values.ToArray());
        Assert.Equal(0, Tape.GatherRows(tokens, default).Rows);
    }

    [Fact]
    public void An_id_without_a_row_is_refused_by_name()
    {
        Assert.Equal("Embed(tokens [6, 3], ids [2] from 3 to 6): expected ids.AreRowsOf(tokens).",
            Assert.Throws<ShapeException>(() => Tape.Embed(Normal(6, 3, 1), new[] { 6, 3 }, null, default)).Message);
        Assert.Equal("GatherRows(x [6, 3], rows [1] from -1 to -1): expected rows.AreRowsOf(x).",
            Assert.Throws<ShapeException>(() => Tape.GatherRows(Normal(6, 3, 1), new[] { -1 })).Message);
        Assert.Throws<ShapeException>(() => Tape.Embed(Normal(6, 3, 1), new[] { 1 }, Normal(2, 3, 1), new[] { 2 }));
        Assert.Throws<ShapeException>(() => Tape.Embed(Normal(6, 3, 1), new[] { 1 }, Normal(2, 4, 1), new[] { 1 }));
        Assert.Throws<ShapeException>(() => Tape.Embed(Normal(6, 3, 1), new[] { 1 }, Normal(2, 3, 1), default));
    }
}
