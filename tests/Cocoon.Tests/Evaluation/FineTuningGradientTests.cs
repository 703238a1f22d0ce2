using Cocoon.Evaluation;
using Cocoon.Kernels;
using Cocoon.Tensors;
using Cocoon.Testing;
using Cocoon.Tests.Tensors;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Evaluation;

/// <summary>The gradients of fine-tuning, against differences of the forward pass.</summary>
public sealed class FineTuningGradientTests : OperationTests
{
    [Fact]
    public void Squared_error()
    {
        var predictions = Normal(5, 1, 1);
        float[] targets = [0.5f, -1, 2, 0, 0.25f];

        GradientCheck.Verify(predictions, tape => tape.SquaredError(predictions, targets));
        Assert.Equal((0.25 + 4) / 2, Tape.SquaredError(Arrange.Column(Arena, 1, 3), new float[] { 0.5f, 1 }).Values[0], Tolerances.Float);
        Assert.Equal("SquaredError(predictions [5, 1], targets [2]): expected predictions.Columns == 1 && targets.Length == predictions.Rows.",
            Assert.Throws<ShapeException>(() => Tape.SquaredError(predictions, new float[2])).Message);
    }

    [Fact]
    public void Weighted_cross_entropy()
    {
        var logits = Normal(4, 3, 2);
        int[] targets = [2, 0, 1, 0];

        GradientCheck.Verify(logits, tape => tape.WeightedCrossEntropy(logits, targets, [0.5f, 2, 1, 2]));
        Assert.Equal(Tape.SoftmaxCrossEntropy(logits, targets).Values[0], Tape.WeightedCrossEntropy(logits, targets, [3, 3, 3, 3]).Values[0], Tolerances.Float);
        Assert.NotEqual(Tape.SoftmaxCrossEntropy(logits, targets).Values[0], Tape.WeightedCrossEntropy(logits, targets, [3, 1, 3, 3]).Values[0]);
        Assert.Equal(0, Tape.WeightedCrossEntropy(logits, targets, [0, 0, 0, 0]).Values[0]);
        Assert.Equal("WeightedCrossEntropy(logits [4, 3], targets [4], weights [2]): expected targets.Length == logits.Rows && weights.Length == logits.Rows.",
            Assert.Throws<ShapeException>(() => Tape.WeightedCrossEntropy(logits, targets, [1, 1])).Message);
    }

    [Theory]
    [InlineData(TaskKind.Classification)]
    [InlineData(TaskKind.Regression)]
    [InlineData(TaskKind.MultiLabel)]
    public void The_whole_model_agrees(TaskKind kind)
    {
        var input = TinyTask.Input(TinyTask.Data(kind));
        var encoder = TinyTask.Encoder with { HiddenSize = 12, FeedForwardSize = 20, Dropout = 0.2f };
        using var store = new ParameterStore(seed: 3);
        using var kernels = new ReferenceKernels();
        var model = new FineTuningModel(new(store), encoder, input.Task, new() { Dropout = 0.3f });
        foreach (var (path, tensor) in store.Parameters)
            if (!path.EndsWith("norm.weight", StringComparison.Ordinal)) kernels.Scale(tensor.Values, 10, accumulate: false, tensor.Values);
        var objective = new FineTuning(model, input.Train.Sequences, new(1, encoder.Layers));
        var batch = new TokenBatch();
        new ExampleBatches(input.Train.Sequences, 6, seed: 1, segments: false).Read(0, batch);

        foreach (var group in store.Parameters.GroupBy(p => p.Path.Split('.')[0])) GradientCheck.Along([.. group], tape => objective.Forward(tape, batch), step: 3e-4);
    }
}
