using Cocoon.Determinism;
using Cocoon.Tensors;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.Tests.Tensors;

public sealed class SoftmaxCrossEntropyTests : OperationTests
{
    private static readonly int[] s_targets = [3, 0, SoftmaxCrossEntropyOp.Ignored, 6, 2];

    [Fact]
    public void Gradient_agrees_with_central_differences()
    {
        var logits = Normal(5, 7, 1);

        GradientCheck.Verify(logits, tape => tape.SoftmaxCrossEntropy(logits, s_targets));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1000f)] // exp(1000) overflows: only a shifted softmax survives
    public void Loss_is_the_mean_of_log_sum_exp_minus_target(float shift)
    {
        var logits = Arrange.Matrix(Arena, new[,] { { 1 + shift, 2 + shift, 3 + shift }, { 1 + shift, 3 + shift, 2 + shift } });

        var loss = Tape.SoftmaxCrossEntropy(logits, new[] { 2, 0 });

        Assert.Equal(1.4076059, loss.Values[0], 1e-6 * (1 + shift)); // log(e + e² + e³) − (3 + 1) / 2
    }

    [Fact]
    public void Ignored_rows_count_neither_in_the_sum_nor_in_the_mean()
    {
        var (two, three) = (Normal(2, 7, 1), Normal(3, 7, 9));
        two.Values.CopyTo(three.Values);

        Assert.Equal(Tape.SoftmaxCrossEntropy(two, new[] { 1, 5 }).Values[0], Tape.SoftmaxCrossEntropy(three, new[] { 1, 5, -1 }).Values[0]);
        var loss = Tape.SoftmaxCrossEntropy(three, new[] { -1, -1, -1 });
        loss.Grad[0] = 1;
        Tape.Backward();
        Assert.Equal(0, loss.Values[0]);
        Assert.All(three.Grad.ToArray(), g => Assert.Equal(0, g));
        Assert.Equal(0, Tape.SoftmaxCrossEntropy(Arena.Allocate(0, 7), default).Values[0]);
    }

    [Fact]
    public void Gradient_of_a_row_sums_to_zero()
    {
        var logits = Normal(5, 7, 1);
        Tape.SoftmaxCrossEntropy(logits, s_targets).Grad[0] = 1;

        Tape.Backward();

        for (int row = 0; row < 5; row++) Assert.Equal(0, logits.Grad.Slice(row * 7, 7).ToArray().Sum(g => (double)g), 1e-7);
    }

    [Fact]
    public void Wrong_targets_are_refused_by_name()
    {
        Assert.Equal("SoftmaxCrossEntropy(logits [2, 3], targets [1]): expected targets.Length == logits.Rows.",
            Assert.Throws<ShapeException>(() => Tape.SoftmaxCrossEntropy(Normal(2, 3, 1), new[] { 0 })).Message);
        Assert.Equal("SoftmaxCrossEntropy(logits [2, 3], targets [2] from 0 to 3): expected targets.AreColumnsOf(logits).",
            Assert.Throws<ShapeException>(() => Tape.SoftmaxCrossEntropy(Normal(2, 3, 1), new[] { 0, 3 })).Message);
    }

    [Fact]
    public void Samples_follow_the_softmax()
    {
        var logits = Arena.Allocate(30_000, 3);
        for (int row = 0; row < logits.Rows; row++) new float[] { 0, 1, -1 }.CopyTo(logits.Row(row));
        int[] samples = new int[logits.Rows], again = new int[logits.Rows], others = new int[logits.Rows];

        Tape.SampleRows(logits, new RandomStream(1, 2, Streams.Sampling), samples);
        Tape.SampleRows(logits, new RandomStream(1, 2, Streams.Sampling), again);
        Tape.SampleRows(logits, new RandomStream(1, 3, Streams.Sampling), others);

        double z = 1 + Math.E + 1 / Math.E;
        double[] expected = [1 / z, Math.E / z, 1 / Math.E / z];
        for (int column = 0; column < 3; column++) Assert.Equal(expected[column], samples.Count(s => s == column) / 30_000.0, 0.01); // 3.5 deviations
        Assert.Equal(samples, again);
        Assert.NotEqual(samples, others);
        Assert.Equal("SampleRows(logits [30000, 3], samples [2]): expected samples.Length == logits.Rows.",
            Assert.Throws<ShapeException>(() => Tape.SampleRows(logits, default, new int[2])).Message);
    }
}
