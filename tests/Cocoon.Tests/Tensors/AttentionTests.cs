using Cocoon.Kernels;
using Cocoon.Tensors;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.Tests.Tensors;

public sealed class AttentionTests : OperationTests
{
    private static readonly int[] s_starts = [0, 3, 4, 9];
    private static readonly int[] s_buckets = [0, 0, 1, 1, 2, 3, 4, 4, 5];
    private static readonly AttentionShape s_shape = new(s_starts, Heads: 2, HeadSize: 2, s_buckets);

    [Theory]
    [InlineData(0f)]
    [InlineData(0.25f)]
    public void Gradient_agrees_with_central_differences(float rate)
    {
        var (qkv, bias) = (Normal(9, 12, 1), Normal(6, 2, 2));

        GradientCheck.Verify([qkv, bias], tape => tape.Attention(qkv, bias, s_shape, rate));
        GradientCheck.Verify(qkv, tape => tape.Attention(qkv, null, s_shape, rate));
    }

    [Fact]
    public void Equal_keys_give_the_mean_value_of_the_sequence()
    {
        // One head of size 1, two sequences; keys are all alike, so every token of a sequence sees the mean of its values.
        var qkv = Arrange.Matrix(Arena, new float[,] { { 5, 1, 10 }, { -3, 1, 20 }, { 2, 1, 60 }, { 9, 1, 7 } });

        var y = Tape.Attention(qkv, null, new(new[] { 0, 3, 4 }, 1, 1, default), 0);

        Assert.Equal([30, 30, 30, 7], y.Values.ToArray().Select(v => MathF.Round(v, 4)));
    }

    [Fact]
    public void No_token_sees_another_sequence()
    {
        var (qkv, bias) = (Normal(9, 12, 1), Normal(6, 2, 2));
        float[] before = Tape.Attention(qkv, bias, s_shape, 0).Values.ToArray();

        qkv.Row(3).Fill(50);
        float[] after = Tape.Attention(qkv, bias, s_shape, 0).Values.ToArray();

        Assert.Equal(before[..12], after[..12]);
        Assert.Equal(before[16..], after[16..]);
        Assert.NotEqual(before[12..16], after[12..16]);
    }

    [Fact]
    public void A_token_sees_its_range_and_no_more()
    {
        var (qkv, bias) = (Normal(9, 12, 1), Normal(6, 2, 2));
        KeyRange[] ranges = [new(0, 1), new(0, 2), new(0, 3), new(0, 1), new(0, 5), new(1, 5), new(2, 3), new(0, 2), new(4, 5)];
        var masked = s_shape with { Visible = ranges };
        GradientCheck.Verify([qkv, bias], tape => tape.Attention(qkv, bias, masked, 0.25f));
        float[] before = Tape.Attention(qkv, bias, masked, 0).Values.ToArray();

        qkv.Row(8).Fill(7);   // place 4 of the last sequence: seen by the places 0, 1 and 4
        float[] after = Tape.Attention(qkv, bias, masked, 0).Values.ToArray();

        Assert.Equal([4, 5, 8], Enumerable.Range(0, 9).Where(row => !before.AsSpan(row * 4, 4).SequenceEqual(after.AsSpan(row * 4, 4))));
    }

    [Fact]
    public void Tokens_in_another_order_gather_the_same_where_their_positions_go_with_them()
    {
        int[] rows = [2, 0, 1, 3, 8, 5, 7, 4, 6], positions = [.. rows.Select(row => row - (row < 3 ? 0 : row < 4 ? 3 : 4))];
        var (qkv, bias) = (Normal(9, 12, 1), Normal(6, 2, 2));
        var moved = s_shape with { Positions = positions };
        GradientCheck.Verify([qkv, bias], tape => tape.Attention(qkv, bias, moved, 0.25f));

        var (y, reordered) = (Tape.Attention(qkv, bias, s_shape, 0), Tape.Attention(Tape.GatherRows(qkv, rows), bias, moved, 0));
        var unmoved = Tape.Attention(Tape.GatherRows(qkv, rows), bias, s_shape, 0);

        for (int i = 0; i < 9; i++)
            for (int j = 0; j < 4; j++) Assert.Equal(y.Row(rows[i])[j], reordered.Row(i)[j], Tolerances.Golden);   // sums in another order
        Assert.NotEqual(reordered.Values.ToArray(), unmoved.Values.ToArray());
    }

    [Fact]
    public void Wrong_shapes_are_refused_by_name()
    {
        var (qkv, bias) = (Normal(9, 12, 1), Normal(6, 2, 2));
        string Refusal(Tensor? relative, AttentionShape shape) => Assert.Throws<ShapeException>(() => Tape.Attention(qkv, relative, shape, 0)).Message;

        Assert.Equal("Attention(qkv [9, 12], heads 2 of 3): expected qkv.Columns == 3 * hidden.", Refusal(null, s_shape with { HeadSize = 3 }));
        const string tiles = ": expected starts that ascend from 0 to qkv.Rows.";
        Assert.Equal("Attention(qkv [9, 12], starts [2] from 0 to 8)" + tiles, Refusal(null, s_shape with { Starts = new[] { 0, 8 } }));
        Assert.EndsWith(tiles, Refusal(null, s_shape with { Starts = new[] { 0, 5, 3, 9 } }), StringComparison.Ordinal);
        Assert.EndsWith(tiles, Refusal(null, s_shape with { Starts = default }), StringComparison.Ordinal);
        Assert.Contains("visible [1]", Refusal(null, s_shape with { Visible = new KeyRange[1] }), StringComparison.Ordinal);
        Assert.Contains("row 3 sees 0 to 2 of 1", Assert.Throws<ArgumentException>(() => Tape.Attention(qkv, null, s_shape with { Visible = Enumerable.Repeat(new KeyRange(0, 2), 9).ToArray() }, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("positions [1]", Refusal(bias, s_shape with { Positions = new int[1] }), StringComparison.Ordinal);
        Assert.Contains("one for each distance", Refusal(bias, s_shape with { Positions = new[] { 0, 1, 2, 0, 0, 1, 2, 3, 5 } }), StringComparison.Ordinal);
        Assert.Contains("one for each distance", Refusal(bias, s_shape with { Positions = new[] { 0, 1, -2, 0, 0, 1, 2, 3, 4 } }), StringComparison.Ordinal);
        Assert.Contains("first query 2", Refusal(null, s_shape with { FirstQuery = 2 }), StringComparison.Ordinal);   // a gradient is asked for
        Assert.Contains("relativeBias.Columns == shape.Heads", Refusal(Normal(6, 3, 2), s_shape), StringComparison.Ordinal);
        Assert.Contains("an odd number of buckets", Refusal(bias, s_shape with { Buckets = new int[7] }), StringComparison.Ordinal);
        Assert.Contains("shape.Buckets.AreRowsOf(relativeBias)", Refusal(Normal(5, 2, 2), s_shape), StringComparison.Ordinal);
    }
}
