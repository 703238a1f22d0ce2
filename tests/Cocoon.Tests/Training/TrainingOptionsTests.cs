using Cocoon.Training;
using Xunit;

namespace Cocoon.Tests.Training;

public sealed class TrainingOptionsTests
{
    [Fact]
    public void The_defaults_have_no_problems() => Assert.Empty(new TrainingOptions().Problems("training"));

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var options = new TrainingOptions
        {
            Steps = 0, Accumulate = 0, PeakLearningRate = double.NaN, WarmupSteps = -1, ClipNorm = double.PositiveInfinity, LogEvery = 0, EvaluateEvery = -1,
            EvaluationBatches = 0, CheckpointEvery = 0, KeepLast = 1, KeepEvery = -1, MaxSkips = -1,
            Optimizer = new() { Beta1 = 1, Beta2 = float.NaN, Epsilon = 0, WeightDecay = -1 },
        };
        var problems = options.Problems("training").ToList();

        Assert.Equal(16, problems.Select(p => p.Path).Distinct().Count());
        Assert.All(problems, p => Assert.True(p.Path.StartsWith("training.", StringComparison.Ordinal) && p.Message.Length > 0 && p.Hint.Length > 0, p.ToString()));
    }

    [Fact]
    public void Steps_to_keep_lie_in_the_run()
    {
        Assert.Empty(new TrainingOptions { Steps = 8, KeepAt = [1, 8] }.Problems("training"));
        Assert.Equal(2, new TrainingOptions { Steps = 8, KeepAt = [0, 9, 3] }.Problems("training").Count(p => p.Path == "training.keepAt"));
        Assert.Equal(new TrainingOptions { KeepAt = [1, 2] }, new TrainingOptions { KeepAt = [1, 2] });
        Assert.NotEqual(new TrainingOptions { KeepAt = [1, 2] }, new TrainingOptions { KeepAt = [1, 3] });
    }

    [Fact]
    public void Micro_batches_are_not_numbered_beyond_32_bits()
    {
        Assert.Empty(new TrainingOptions { Steps = 1 << 20, Accumulate = 4095 }.Problems("training"));
        Assert.Contains(new TrainingOptions { Steps = 1 << 20, Accumulate = 4097 }.Problems("training"), p => p.Path == "training.steps");
    }

    [Theory]
    [InlineData("main.layers.0.attention_norm.weight", false)]
    [InlineData("main.embeddings.norm.bias", false)]
    [InlineData("copy_head.bias", false)]
    [InlineData("bias", false)]
    [InlineData("copy_head.weight", true)] // one row, yet no bias
    [InlineData("main.relative.weight", true)]
    [InlineData("main.unbiased", true)]
    public void Norms_and_biases_are_known_by_their_paths(string path, bool decays)
    {
        Assert.Equal(decays, new AdamWOptions { DecayNormsAndBiases = false }.Decays(path));
        Assert.True(new AdamWOptions().Decays(path));
    }
}
