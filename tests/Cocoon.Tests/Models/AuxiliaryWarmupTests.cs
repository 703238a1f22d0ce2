using Cocoon.Models;
using Xunit;

namespace Cocoon.Tests.Models;

/// <summary>COCO-LM whose auxiliary model learns alone at first.</summary>
public sealed class AuxiliaryWarmupTests
{
    private const int Warmup = 3, Steps = 6;
    private static readonly CocoLmOptions s_options = new() { AuxiliaryLayers = 1, AuxiliaryWarmupSteps = Warmup };

    [Fact]
    public void Only_the_auxiliary_model_and_the_shared_embeddings_move_at_first()
    {
        using var run = new ObjectiveRun(s_options, TinyCocoLm.Encoder, Steps);
        var before = Values(run);
        run.Train(0, Warmup);
        var warm = Values(run);
        run.Train(Warmup, Steps);
        var after = Values(run);

        foreach (string path in before.Keys)
        {
            bool early = path.StartsWith("auxiliary.", StringComparison.Ordinal) || path.StartsWith("embeddings.", StringComparison.Ordinal);
            Assert.True(early != before[path].SequenceEqual(warm[path]), path);
            Assert.False(warm[path].SequenceEqual(after[path]), path);
        }
    }

    [Theory]
    [InlineData(2)] // in the warm-up
    [InlineData(Warmup)]
    [InlineData(4)] // behind it
    public void Resuming_gives_the_same_bits(int stop)
    {
        using var whole = new ObjectiveRun(s_options, TinyCocoLm.Encoder, Steps);
        whole.Train(0, Steps);
        using var first = new ObjectiveRun(s_options, TinyCocoLm.Encoder, Steps);
        first.Train(0, stop);
        byte[] state = first.State();
        using var second = new ObjectiveRun(s_options, TinyCocoLm.Encoder, Steps);
        second.Restore(state);
        second.Train(stop, Steps);

        Assert.Equal(whole.State(), second.State());
        Assert.NotEqual(state, second.State()); // and it moved
    }

    [Fact]
    public void The_loss_is_the_one_of_the_whole_step()
    {
        using var warm = new ObjectiveRun(s_options, TinyCocoLm.Encoder, Steps);
        using var whole = new ObjectiveRun(s_options with { AuxiliaryWarmupSteps = 0 }, TinyCocoLm.Encoder, Steps);
        Assert.Equal(whole.FirstLoss("mlm"), warm.FirstLoss("mlm"));
        Assert.Equal(0, warm.FirstLoss("copy"));
        Assert.NotEqual(0, whole.FirstLoss("copy"));
    }

    [Fact]
    public void The_cost_of_the_opening_is_the_auxiliary_models()
    {
        var encoder = TinyCocoLm.Encoder;
        var cost = CocoLmCost.Of(encoder, s_options, sequences: 4, length: 16);
        Assert.Equal((Warmup, cost.Auxiliary / cost.Total), s_options.Opening(encoder, sequences: 4, length: 16));
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Contains((s_options with { AuxiliaryWarmupSteps = -1 }).Problems("objective"), p => p.Path == "objective.auxiliaryWarmupSteps");
        Assert.Contains((s_options with { Replacements = ReplacementSource.Random }).Problems("objective"), p => p.Path == "objective.auxiliaryWarmupSteps");
        Assert.Empty(s_options.Problems("objective"));
    }

    private static Dictionary<string, float[]> Values(ObjectiveRun run) => run.Store.Parameters.ToDictionary(p => p.Path, p => p.Tensor.Values.ToArray());
}
