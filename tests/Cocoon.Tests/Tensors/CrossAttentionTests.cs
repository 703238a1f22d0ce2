using Cocoon.Kernels;
using Cocoon.Tensors;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.Tests.Tensors;

public sealed class CrossAttentionTests : OperationTests
{
    private static readonly AttentionShape s_shape = new(new[] { 0, 1, 4, 6 }, Heads: 2, HeadSize: 2, default) { KeyStarts = new[] { 0, 5, 7, 9 } };

    [Theory]
    [InlineData(0f)]
    [InlineData(0.25f)]
    public void Gradient_agrees_with_central_differences(float rate)
    {
        var (queries, keysValues) = (Normal(6, 4, 1), Normal(9, 8, 2));

        GradientCheck.Verify([queries, keysValues], tape => tape.CrossAttention(queries, keysValues, s_shape, rate));
    }

    [Fact]
    public void Equal_keys_give_the_mean_value_of_the_partner()
    {
        // One head of size 1; keys are all alike, so every token sees the mean of its partner's values.
        var queries = Arrange.Matrix(Arena, new float[,] { { 5 }, { -3 }, { 2 } });
        var keysValues = Arrange.Matrix(Arena, new float[,] { { 1, 10 }, { 1, 20 }, { 1, 60 }, { 1, 7 } });

        var y = Tape.CrossAttention(queries, keysValues, new(new[] { 0, 2, 3 }, 1, 1, default) { KeyStarts = new[] { 0, 3, 4 } }, 0);

        Assert.Equal([30, 30, 7], y.Values.ToArray().Select(v => MathF.Round(v, 4)));
    }

    [Fact]
    public void A_sequence_on_itself_is_self_attention()
    {
        var qkv = Normal(6, 12, 1);
        var (queries, keysValues) = (Arena.Allocate(6, 4), Arena.Allocate(6, 8));
        for (int row = 0; row < 6; row++)
        {
            qkv.Row(row)[..4].CopyTo(queries.Row(row));
            qkv.Row(row)[4..].CopyTo(keysValues.Row(row));
        }

        float[] itself = Tape.Attention(qkv, null, s_shape with { KeyStarts = default }, 0.25f).Values.ToArray();
        Tape.Reset(new(3, 4));   // the same elements are dropped
        float[] other = Tape.CrossAttention(queries, keysValues, s_shape with { KeyStarts = s_shape.Starts }, 0.25f).Values.ToArray();

        Assert.Equal(itself, other);
    }

    [Fact]
    public void No_token_sees_the_partner_of_another_sequence()
    {
        var (queries, keysValues) = (Normal(6, 4, 1), Normal(9, 8, 2));
        float[] before = Tape.CrossAttention(queries, keysValues, s_shape, 0).Values.ToArray();

        keysValues.Row(6).Fill(50);   // of the second sequence
        float[] after = Tape.CrossAttention(queries, keysValues, s_shape, 0).Values.ToArray();

        Assert.Equal([1, 2, 3], Enumerable.Range(0, 6).Where(row => !before.AsSpan(row * 4, 4).SequenceEqual(after.AsSpan(row * 4, 4))));
    }

    [Fact]
    public void Wrong_shapes_are_refused_by_name()
    {
        var (queries, keysValues) = (Normal(6, 4, 1), Normal(9, 8, 2));
        string Refusal(AttentionShape shape) => Assert.ThrowsAny<ArgumentException>(() => Tape.CrossAttention(queries, keysValues, shape, 0)).Message;

        Assert.StartsWith("CrossAttention(queries [6, 4], keysValues [9, 8], heads 2 of 3): expected", Refusal(s_shape with { HeadSize = 3 }), StringComparison.Ordinal);
        Assert.EndsWith("expected starts that ascend from 0 to queries.Rows.", Refusal(s_shape with { Starts = new[] { 0, 1, 4, 5 } }), StringComparison.Ordinal);
        Assert.EndsWith("expected key starts that ascend from 0 to keysValues.Rows.", Refusal(s_shape with { KeyStarts = new[] { 0, 5, 7, 8 } }), StringComparison.Ordinal);
        Assert.EndsWith("expected as many sequences of keys.", Refusal(s_shape with { KeyStarts = new[] { 0, 5, 9 } }), StringComparison.Ordinal);
        Assert.Contains("sequence 1 has 3 queries and 0 keys", Refusal(s_shape with { KeyStarts = new[] { 0, 5, 5, 9 } }), StringComparison.Ordinal);
        Assert.Contains("first query 1", Refusal(s_shape with { FirstQuery = 1 }), StringComparison.Ordinal);
        Assert.Contains("key starts [4]", Assert.Throws<ArgumentException>(() => Tape.Attention(Normal(6, 12, 1), null, s_shape, 0)).Message, StringComparison.Ordinal);
    }
}
