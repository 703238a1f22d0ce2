using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Models;

public sealed class ElectraTests
{
    private static readonly EncoderOptions s_encoder = TinyObjective.Encoder with { EmbeddingSize = 24 };
    private static readonly ElectraOptions s_twoStages = new() { GeneratorWidth = 1, Sharing = EmbeddingSharing.None, Training = GeneratorTraining.TwoStage, GeneratorSteps = 3 };

    [Theory]
    [InlineData(256, 4, 0.25, 64, 1, 256)]       // small
    [InlineData(768, 12, 0.3333333333, 256, 4, 1024)]   // base
    [InlineData(1024, 16, 0.25, 256, 4, 1024)]   // large
    public void The_papers_generators_have_the_papers_sizes(int hidden, int heads, double width, int generator, int generatorHeads, int feedForward)
    {
        var sizes = new ElectraOptions { GeneratorWidth = width }.Generator(new() { HiddenSize = hidden, Heads = heads, FeedForwardSize = 4 * hidden });

        Assert.Equal((generator, generatorHeads, feedForward, 12), (sizes.HiddenSize, sizes.Heads, sizes.FeedForwardSize, sizes.Layers));
    }

    [Theory]
    [InlineData(256, 12, 4, 128, 13.5)]
    [InlineData(768, 12, 12, 0, 108.9)]
    [InlineData(1024, 24, 16, 0, 334.1)]
    public void The_main_model_has_the_published_number_of_parameters(int hidden, int layers, int heads, int embedding, double millions)
    {
        var encoder = new EncoderOptions { VocabularySize = 30522, HiddenSize = hidden, Layers = layers, Heads = heads, FeedForwardSize = 4 * hidden, EmbeddingSize = embedding, Segments = 2, RelativeBins = 0 };

        Assert.Equal(millions, (EncoderCost.EmbeddingParameters(encoder) + EncoderCost.LayerParameters(encoder)) / 1e6, 0.06);
    }

    [Fact]
    public void Initial_losses_are_those_of_knowing_nothing()
    {
        using var kernels = new ReferenceKernels();
        using var tiny = new TinyObjective(kernels, new ElectraOptions { GeneratorWidth = 0.5 }, s_encoder with { VocabularySize = 500 });

        var losses = tiny.Pass(0, backward: false);

        Assert.Equal(Math.Log(500), losses["mlm"], 0.05);
        Assert.Equal(Math.Log(500) + 50 * Math.Log(2), losses["loss"], 0.5);
    }

    [Fact]
    public void The_generator_sees_85_of_100_chosen_tokens_masked_and_none_at_random()
    {
        using var kernels = new ReferenceKernels();
        using var arena = new Arena();
        using var tiny = new TinyObjective(kernels, new ElectraOptions { GeneratorWidth = 0.5, MaskRate = 0.5 }, s_encoder);
        double masked = 0, chosen = 0;
        for (uint step = 0; step < 60; step++)
        {
            arena.Reset();
            var trace = tiny.Objective.Trace(new(kernels, arena, new(1, step), training: false), tiny.Batch);
            foreach (int row in trace.Positions.Span)
            {
                chosen++;
                if (trace.Hidden!.Ids.Span[row] == SpecialTokens.First5.Mask) masked++;
                else Assert.Equal(trace.Text.Ids.Span[row], trace.Hidden.Ids.Span[row]);
            }
        }

        Assert.Equal(0.85, masked / chosen, 0.03);   // 3,400 choices: a standard error of 0.006
    }

    // At the paper's weight. A lighter one leaves the shared embeddings to the generator, which then hits nearly every word: nothing is left to detect.
    [Fact]
    public void A_tiny_corpus_is_learned_by_heart()
    {
        using var team = new WorkerTeam(1);
        using var kernels = CpuKernels.Create(team, Precision.Fp32);
        using var tiny = new TinyObjective(kernels, new ElectraOptions { GeneratorWidth = 0.5 }, s_encoder, sequences: 4);
        var before = tiny.Evaluate(20);
        for (uint step = 0; step < 600; step++) tiny.Train(step, 3e-3f);
        var after = tiny.Evaluate(20);

        Assert.True(before["mlm"] > 3 && after["mlm"] < 1.2, $"mlm {before["mlm"]} to {after["mlm"]}");
        Assert.True(before["detection"] > 0.6 && after["detection"] < 0.12, $"detection {before["detection"]} to {after["detection"]}");
        Assert.True(before["detection.auc"] < 0.65 && after["detection.auc"] > 0.9, $"auc {before["detection.auc"]} to {after["detection.auc"]}");
    }

    [Theory]
    [InlineData(ElectraForm.ReplaceMlm)]
    [InlineData(ElectraForm.AllTokensMlm)]
    public void A_step_towards_it_learns_the_tiny_corpus_too(ElectraForm form)
    {
        using var team = new WorkerTeam(1);
        using var kernels = CpuKernels.Create(team, Precision.Fp32);
        using var tiny = new TinyObjective(kernels, new ElectraOptions { GeneratorWidth = 0.5, Form = form }, s_encoder, sequences: 4);
        var before = tiny.Evaluate(20);
        for (uint step = 0; step < 600; step++) tiny.Train(step, 3e-3f);
        var after = tiny.Evaluate(20);

        Assert.True(after["lm"] < 0.3 * before["lm"], $"lm {before["lm"]} to {after["lm"]}");
        Assert.True(after["correction.accuracy.masked"] > 0.7);
    }

    [Fact]
    public void A_rewarded_generator_comes_to_deceive()
    {
        using var team = new WorkerTeam(1);
        using var kernels = CpuKernels.Create(team, Precision.Fp32);
        var options = new ElectraOptions { GeneratorWidth = 0.5, Form = ElectraForm.MaskedTokens, Training = GeneratorTraining.Adversarial, Sharing = EmbeddingSharing.None };
        using var tiny = new TinyObjective(kernels, options, s_encoder, sequences: 4);
        var judge = tiny.Store.Parameters.Where(p => !p.Path.StartsWith("generator.", StringComparison.Ordinal) && !p.Path.StartsWith("baseline.", StringComparison.Ordinal)).ToList();
        foreach (var (path, tensor) in judge.Where(p => p.Path.StartsWith("detection_head.", StringComparison.Ordinal))) kernels.Scale(tensor.Values, 40, accumulate: false, tensor.Values);
        var opinions = judge.ConvertAll(p => p.Tensor.Values.ToArray());   // a judge that has some, and does not learn
        var losses = new List<double>();
        for (uint step = 0; step < 600; step++)
        {
            losses.Add(tiny.Train(step, 3e-3f)["detection"]);
            for (int i = 0; i < judge.Count; i++) opinions[i].CopyTo(judge[i].Tensor.Values);
        }

        double first = losses.Take(50).Average(), last = losses.TakeLast(50).Average();
        Assert.True(last > 1.3 * first, $"The judge's loss, which is the reward, goes from {first} to {last}.");
    }

    [Fact]
    public void The_first_of_two_stages_costs_what_training_the_generator_costs()
    {
        var (steps, share) = s_twoStages.Opening(s_encoder, sequences: 4, length: 16);
        var joint = (s_twoStages with { Training = GeneratorTraining.Joint, GeneratorSteps = 0 }).Cost(s_encoder, sequences: 4, length: 16);
        var second = s_twoStages.Cost(s_encoder, sequences: 4, length: 16);

        Assert.Equal(s_twoStages.GeneratorSteps, steps);
        Assert.Equal(joint.Flops.Single(p => p.Part == "generator").Flops, share * second.Flops.Sum(p => p.Flops), 1e-6);
        Assert.Equal((0, 1), (s_twoStages with { Training = GeneratorTraining.Joint, GeneratorSteps = 0 }).Opening(s_encoder, sequences: 4, length: 16));
    }

    [Fact]
    public void Two_stages_train_one_network_at_a_time_and_copy_between_them()
    {
        using var run = new ObjectiveRun(s_twoStages, s_encoder, steps: 6);
        float[] main = Values("main.layers.0.expand.weight"), generator = Values("generator.layers.0.expand.weight"), tokens = Values("generator.embeddings.tokens");

        run.Train(0, 3);
        Assert.Equal(main, Values("main.layers.0.expand.weight"));
        Assert.NotEqual(generator, generator = Values("generator.layers.0.expand.weight"));
        Assert.NotEqual(tokens, tokens = Values("generator.embeddings.tokens"));

        run.Objective.Begin(3);
        foreach (var (path, _) in run.Store.Parameters.Where(p => p.Path.StartsWith("main.", StringComparison.Ordinal)))
            Assert.Equal(Values(path.Replace("main.", "generator.", StringComparison.Ordinal)), Values(path));
        Assert.Equal(tokens, Values("embeddings.tokens"));

        run.Train(3, 6);
        Assert.Equal(generator, Values("generator.layers.0.expand.weight"));
        Assert.NotEqual(generator, Values("main.layers.0.expand.weight"));
        Assert.NotEqual(tokens, Values("embeddings.tokens"));

        float[] Values(string path) => run.Store[path].Tensor.Values.ToArray();
    }

    public static TheoryData<ElectraOptions, string> Wrong => new()
    {
        { new() { MaskRate = 1 }, "objective.maskRate" },
        { new() { MaskShare = -0.1 }, "objective.maskShare" },
        { new() { GeneratorWidth = 0 }, "objective.generatorWidth" },
        { new() { GeneratorDepth = 1.5 }, "objective.generatorDepth" },
        { new() { Temperature = float.NaN }, "objective.temperature" },
        { new() { Training = GeneratorTraining.Adversarial, Temperature = 2 }, "objective.temperature" },
        { new() { DetectionWeight = 0 }, "objective.detectionWeight" },
        { new() { PolicyWeight = 0 }, "objective.policyWeight" },
        { new() { Training = GeneratorTraining.Adversarial, Form = ElectraForm.ReplaceMlm }, "objective.training" },
        { new() { GeneratorSteps = 5 }, "objective.generatorSteps" },
        { s_twoStages with { GeneratorSteps = 0 }, "objective.generatorSteps" },
        { s_twoStages with { GeneratorWidth = 0.5 }, "objective.generatorWidth" },
        { s_twoStages with { Sharing = EmbeddingSharing.All }, "objective.sharing" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_trained_is_reported(ElectraOptions options, string path) => Assert.Equal(path, Assert.Single(options.Problems("objective")).Path);

    [Fact]
    public void Contradictions_with_the_rest_of_a_recipe_are_reported()
    {
        Assert.Equal("objective.generatorSteps", Assert.Single(s_twoStages.ProblemsWith(new(s_encoder, 8, 3))).Path);
        Assert.Empty(s_twoStages.ProblemsWith(new(s_encoder, 8, null)));
        Assert.Equal("objective.generatorWidth", Assert.Single(new ElectraOptions { GeneratorWidth = 0.8 }.ProblemsWith(new(s_encoder with { HiddenSize = 66, Heads = 3 }, 8, 10))).Path);
        Assert.Equal("model.segments", Assert.Single(new ElectraOptions().ProblemsWith(new(s_encoder with { Segments = 2 }, 8, 10))).Path);
    }
}
