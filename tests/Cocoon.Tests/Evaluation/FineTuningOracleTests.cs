using System.Text.Json;
using Cocoon.Evaluation;
using Cocoon.Kernels;
using Cocoon.Tensors;
using Cocoon.Testing;
using Cocoon.Tests.Models;
using Cocoon.Text;
using Cocoon.Training;
using Xunit;

namespace Cocoon.Tests.Evaluation;

/// <summary>Heads, losses, their gradients, and learning rates by depth, against an independent implementation (tools/oracle/finetuning.py).</summary>
public sealed class FineTuningOracleTests : ObjectiveOracleTests, IBatchSource
{
    private static readonly JsonElement s_document = Golden.Read("finetuning.json");

    [Theory]
    [InlineData("label", TaskKind.Classification, HeadForm.Pooled, false)]
    [InlineData("label, plain head", TaskKind.Classification, HeadForm.Plain, false)]
    [InlineData("weighted labels", TaskKind.Classification, HeadForm.Pooled, true)]
    [InlineData("number", TaskKind.Regression, HeadForm.Pooled, false)]
    [InlineData("several labels", TaskKind.MultiLabel, HeadForm.Pooled, false)]
    public void Losses_and_gradients_are_those_of_PyTorch(string name, TaskKind kind, HeadForm form, bool weighted) =>
        Compare(s_document.GetProperty("cases").GetProperty(name), scope =>
        {
            float[] weights = weighted ? s_document.GetProperty("weights").Deserialize<float[]>()! : [];
            var (model, objective) = Build(scope, kind, new() { Form = form, Dropout = 0, LabelWeights = weights }, decay: 1);
            return (tape => objective.Forward(tape, Batch()), tape => model.Encoder.Forward(tape, Batch()));
        });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Training_with_layer_wise_decay_is_that_of_PyTorch(bool reference)
    {
        var expected = s_document.GetProperty("training");
        using var team = new WorkerTeam(2);
        using IKernels kernels = reference ? new ReferenceKernels() : CpuKernels.Create(team, Precision.Fp32);
        using var store = new ParameterStore(seed: 1);
        var (_, objective) = Build(new(store), TaskKind.Classification, new() { Dropout = 0 }, expected.GetProperty("decay").GetDouble());
        foreach (var parameter in store.Parameters) Golden.Fill(parameter);
        var options = new TrainingOptions { Steps = expected.GetProperty("steps").GetInt64(), Schedule = ScheduleShape.Constant, PeakLearningRate = expected.GetProperty("learningRate").GetDouble(), ClipNorm = 0 };
        using var optimizer = new AdamW(kernels, store, options.Optimizer);
        using var trainer = new Trainer(objective, this, store, optimizer, kernels, options, TimeProvider.System);

        double[] losses = [.. trainer.Steps().Select(s => s.Loss)];

        foreach (var (loss, i) in expected.GetProperty("losses").EnumerateArray().Select((l, i) => (l.GetDouble(), i))) Assert.Equal(loss, losses[i], Tolerances.OracleTraining * (1 + loss));
        Assert.True(losses[^1] < losses[0] - 0.05, "It moved.");
        foreach (var (path, tensor) in store.Parameters)
        {
            float[] weights = Golden.Floats(expected.GetProperty("weights").GetProperty(path));
            // The bias of keys has no gradient but rounding, see the tolerance.
            double tolerance = path.EndsWith("qkv.bias", StringComparison.Ordinal) ? Tolerances.OracleKeyBias : Tolerances.OracleWeight;
            for (int i = 0; i < weights.Length; i++) Assert.Equal(weights[i], tensor.Values[i], tolerance);
        }
    }

    [Fact]
    public void What_is_near_the_text_moves_less()
    {
        var decay = new LayerDecay(0.5, layers: 3);

        Assert.Equal([0.0625, 0.0625, 0.125, 0.25, 0.5, 1],
            new[] { "embeddings.tokens", "main.relative_positions.table", "main.layers.0.expand.weight", "main.layers.1.expand.weight", "main.layers.2.output_norm.bias", "head.output.weight" }.Select(decay.ShareOf));
        Assert.Equal(1, new LayerDecay(1, 3).ShareOf("embeddings.tokens"));
    }

    void IBatchSource.Read(long index, TokenBatch batch) => batch.CopyFrom(Batch());

    double IBatchSource.EpochsBefore(long index) => index;

    private static (FineTuningModel Model, FineTuning Objective) Build(ParameterScope scope, TaskKind kind, HeadOptions head, double decay)
    {
        int[] labels = s_document.GetProperty("labels").Deserialize<int[]>()!;
        float[] numbers = s_document.GetProperty("numbers").Deserialize<float[]>()!;
        float[][] several = s_document.GetProperty("several").Deserialize<float[][]>()!;
        var encoder = Encoder(s_document);
        var task = new TaskSettings { Name = "golden", Kind = kind, Pairs = false, Metrics = [], Labels = kind == TaskKind.Regression ? [] : ["a", "b", "c"], Range = new(0, 1) };
        var model = new FineTuningModel(scope, encoder, task.Build(), head);
        var sequences = labels.Select((label, i) => new EncodedSequence
        {
            Example = i, Ids = [], PairStart = 0, Targets = kind == TaskKind.Classification ? [label] : [],
            Values = kind switch { TaskKind.Regression => [numbers[i]], TaskKind.MultiLabel => several[i], _ => [] },
        }).ToList();
        return (model, new(model, sequences, new(decay, encoder.Layers)));
    }

    private static TokenBatch Batch()
    {
        var batch = new TokenBatch();
        foreach (var sequence in s_document.GetProperty("text").EnumerateArray())
        {
            batch.Append(sequence.Deserialize<int[]>());
            batch.EndSequence(batch.Sequences);
        }
        return batch;
    }
}
