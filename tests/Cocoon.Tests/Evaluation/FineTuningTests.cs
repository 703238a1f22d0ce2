using Cocoon.Evaluation;
using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Evaluation;

/// <summary>A task is learned, always to the same bits, and what comes out can be used.</summary>
public sealed class FineTuningTests : IDisposable
{
    private const double Learned = 0.95;
    private readonly ScratchFolder _folder = new(), _other = new();

    [Theory]
    [InlineData(TaskKind.Classification, false)]
    [InlineData(TaskKind.Classification, true)]
    [InlineData(TaskKind.Regression, false)]
    [InlineData(TaskKind.MultiLabel, false)]
    public void A_tiny_task_is_learned(TaskKind kind, bool pairs)
    {
        var results = TinyTask.Run(_folder, TinyTask.Input(TinyTask.Data(kind, pairs), encoder: TinyTask.Encoder with { Segments = pairs ? 2 : 0 }), TinyTask.Options)!;

        Assert.InRange(results.Score.Median, Learned, 1);
        using var classifier = TextClassifier.Load(_folder.Path);
        var (bad, good) = pairs ? (classifier.Classify("wa bad wb", "wc"), classifier.Classify("wa", "wb good wc")) : (classifier.Classify("wa bad wb wc"), classifier.Classify("wa good wb wc"));
        if (kind == TaskKind.Classification) Assert.Equal(("bad", "good"), (bad.Label, good.Label));
        if (kind == TaskKind.Regression) Assert.True(bad.Number < 4 && good.Number is > 6 and < 14, $"{bad.Number}, {good.Number}");
        if (kind == TaskKind.MultiLabel) Assert.True(bad.Labels!.Count == 0 && good.Labels is ["good"], $"{string.Join(',', bad.Labels!)}; {string.Join(',', good.Labels!)}");
    }

    [Fact]
    public void Equal_bits_on_any_number_of_threads_and_after_any_stop()
    {
        var options = TinyTask.Options with { Epochs = 2, Seeds = [1, 2] };
        var input = TinyTask.Input();
        TinyTask.Run(_folder, input, options, threads: 1);
        for (int stops = 0; stops < 3; stops++) // in the first training, in its last step, and in the second
        {
            using var stop = new CancellationTokenSource();
            long at = new long[] { 17, 49, 30 }[stops];
            Assert.Null(TinyTask.Run(_other, input, options, threads: 3, onStep: r => { if (r.Step == at) stop.Cancel(); }, stop: stop.Token));
        }
        TinyTask.Run(_other, input, options, threads: 3);

        foreach (string file in new[] { "model/model.safetensors", "results.json", "trials/seed-1/metrics.jsonl", "trials/seed-2/metrics.jsonl" })
            Assert.Equal(File.ReadAllBytes(_folder.At(file)), File.ReadAllBytes(_other.At(file)));
        Assert.NotEqual(File.ReadAllText(_folder.At("trials/seed-1/metrics.jsonl")), File.ReadAllText(_folder.At("trials/seed-2/metrics.jsonl")));
        Assert.Empty(Directory.GetDirectories(_folder.Path, "checkpoints", SearchOption.AllDirectories));
    }

    [Fact]
    public void The_weights_of_pretraining_are_taken_and_all_of_them_move()
    {
        using var store = new ParameterStore(seed: 9);
        var network = new CocoLmOptions { AuxiliaryLayers = 1 }.Build(new(store), TinyTask.Encoder, TokenKinds.Of(TinyTask.Tokenizer));
        var input = TinyTask.Input(weights: store);
        using var kernels = new ReferenceKernels();
        using var trial = new FineTuningTrial(new(_folder.Path), input, TinyTask.Options with { Epochs = 0.04 }, 1, kernels, TimeProvider.System, _ => { });

        var encoders = trial.Parameters.Parameters.Where(p => PretrainedEncoder.IsEncoders(p.Path)).ToList();
        Assert.All(encoders, p => Assert.Equal(store[p.Path].Tensor.Values.ToArray(), p.Tensor.Values.ToArray()));
        Assert.Equal(TinyTask.Encoder.Layers, ((IEncodingNetwork)network.Network).Main.Options.Layers);
        trial.Run(_ => { }, (_, _) => { }, null, CancellationToken.None);
        Assert.All(encoders.Where(p => p.Path.EndsWith("weight", StringComparison.Ordinal)), p => Assert.NotEqual(store[p.Path].Tensor.Values.ToArray(), p.Tensor.Values.ToArray()));
        Assert.NotEqual(input.Fingerprint, TinyTask.Input().Fingerprint);
        Assert.Equal(input.Fingerprint, TinyTask.Input(weights: store).Fingerprint);
    }

    [Theory]
    [InlineData(0.02f, 0.02)]
    [InlineData(0.1f, 0.1)]
    [InlineData(0f, 0.1768)] // 1/√32
    public void Without_pretraining_weights_begin_as_those_of_the_models_recipe_do(float initialDeviation, double expected)
    {
        using var kernels = new ReferenceKernels();
        using var trial = new FineTuningTrial(new(_folder.Path), TinyTask.Input(encoder: TinyTask.Encoder with { InitialDeviation = initialDeviation }), TinyTask.Options, 1, kernels, TimeProvider.System, _ => { });

        float[] weights = trial.Parameters["main.layers.1.attention.qkv.weight"].Tensor.Values.ToArray();

        Assert.InRange(Math.Sqrt(weights.Average(w => (double)w * w)), 0.9 * expected, 1.1 * expected);
    }

    [Fact]
    public void A_search_tries_every_setting_once_and_the_best_with_every_seed()
    {
        var options = TinyTask.Options with { Epochs = 4, Seeds = [1, 2, 3], Search = new() { PeakLearningRate = [1e-6, 2e-3], BatchSize = [8, 16] } };

        var results = TinyTask.Run(_folder, TinyTask.Input(), options)!;

        Assert.Equal(["lr-1E-06-batch-8-seed-1", "lr-1E-06-batch-16-seed-1", "lr-0.002-batch-8-seed-1", "lr-0.002-batch-16-seed-1"], results.Trials.Take(4).Select(t => t.Name));
        Assert.Equal(4 + 2, results.Trials.Count);
        Assert.Equal(2e-3, results.Trials[^1].PeakLearningRate);
        Assert.Equal(3, results.Score.Count);
        Assert.Equal(results.Trials.Where(t => t.HasSettingOf(results.Trials[^1])).Max(t => t.Score), results.Trials.Single(t => t.Name == results.Kept).Score);
        Assert.Single(Directory.GetFiles(_folder.Path, FineTunedModel.Config, SearchOption.AllDirectories));
        Assert.Equal(2, options.Search.Candidates(options with { Search = new() }).Count / 2);
        Assert.Equal(3, (options.Search with { Budget = 3 }).Candidates(options).Count);
    }

    [Fact]
    public void Several_trainings_are_summed_up_by_their_median()
    {
        var spread = Spread.Of([9, 1, 3, 2]);

        Assert.Equal((2.5, 1.0, 9.0, 4), (spread.Median, spread.Lowest, spread.Highest, spread.Count));
        Assert.Equal(Math.Sqrt(38.75 / 3), spread.Deviation, Tolerances.Float);
        Assert.Equal(new Spread(7, 7, 7, 0, 1, 7), Spread.Of([7]));
    }

    [Fact]
    public void A_damaged_model_is_refused()
    {
        TinyTask.Run(_folder, TinyTask.Input(), TinyTask.Options with { Epochs = 0.1 });
        string weights = _folder.At("model/model.safetensors"), config = _folder.At("model/task.json");
        byte[] good = File.ReadAllBytes(weights);
        byte[] bad = [.. good];
        bad[^9] ^= 1;
        File.WriteAllBytes(weights, bad);
        Assert.Contains("does not match its SHA-256", Assert.Throws<InvalidDataException>(() => FineTunedModel.Load(_folder.Path)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(weights, good);
        using (FineTunedModel.Load(_folder.Path)) { }
        string text = File.ReadAllText(config);
        File.WriteAllText(config, text.Replace("\"vocabularySize\": 28", "\"vocabularySize\": 2800000", StringComparison.Ordinal));
        Assert.Contains("shorter than what task.json speaks of", Assert.Throws<InvalidDataException>(() => FineTunedModel.Load(_folder.Path)).Message, StringComparison.Ordinal);
        File.WriteAllText(config, text.Replace("\"bad\"", "\"good\"", StringComparison.Ordinal));
        Assert.Contains("task.labels", Assert.Throws<InvalidDataException>(() => FineTunedModel.Load(_folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("is not a fine-tuned model", Assert.Throws<InvalidDataException>(() => FineTunedModel.Load(_other.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_is_refused_before_step_0()
    {
        Assert.Contains("positions for 16", Assert.Throws<ArgumentException>(() => TinyTask.Input(options: TinyTask.Options with { MaxLength = 32 })).Message, StringComparison.Ordinal);
        Assert.Contains("3 weights of labels", Assert.Throws<ArgumentException>(() => TinyTask.Input(options: TinyTask.Options with { Head = new() { LabelWeights = [1, 2, 3] } })).Message, StringComparison.Ordinal);
        Assert.Contains(TinyTask.Input(options: TinyTask.Options with { MaxLength = 8 }).Notes, n => n.Contains("are longer than 8 tokens and lose their ends", StringComparison.Ordinal));
        Assert.Equal(["batchSize", "layerDecay", "seeds", "search.peakLearningRate"],
            new FineTuningOptions { BatchSize = 0, LayerDecay = 0, Seeds = [1, 1], Search = new() { PeakLearningRate = [1e-4, -1] } }.Problems().Select(p => p.Path));
    }

    [Fact]
    public void Rare_labels_can_be_made_to_count_and_pairs_to_stand_in_both_orders()
    {
        var data = TinyTask.Data(pairs: true);
        Assert.Equal(800, TinyTask.Input(data, TinyTask.Options with { BothOrders = true }).Train.Sequences.Count);
        var input = TinyTask.Input(TinyTask.Data());
        int bad = input.Train.Sequences.Count(s => s.Targets[0] == 0);
        TinyTask.Run(_folder, input, TinyTask.Options with { Epochs = 0.1, Balance = true });
        using var model = FineTunedModel.Load(_folder.Path);
        Assert.Equal([400f / (2 * bad), 400f / (2 * (400 - bad))], model.Settings.Head.LabelWeights);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
    }
}
