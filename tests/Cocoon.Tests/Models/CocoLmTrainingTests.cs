using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.Tests.Models;

/// <summary>COCO-LM trained for real, small, on the kernels that people use.</summary>
public sealed class CocoLmTrainingTests
{
    private static readonly EncoderOptions s_withDropout = TinyCocoLm.Encoder with { Dropout = 0.1f, AttentionDropout = 0.1f };

    [Fact]
    public void A_tiny_corpus_is_learned_by_heart()
    {
        using var team = new WorkerTeam(1);
        using var kernels = CpuKernels.Create(team, Precision.Fp32);
        using var tiny = new TinyCocoLm(kernels, options: new() { AuxiliaryLayers = 1, CopyWeight = 5 }, sequences: 4);
        const int Steps = 500, Window = 50;
        var history = new List<Dictionary<string, double>>();

        for (uint step = 0; step < Steps; step++) history.Add(tiny.Train(step, 2e-3f));

        double Mean(string term, int from) => history.Skip(from).Take(Window).Average(losses => losses[term]);
        Assert.True(Mean("mlm", 0) > 3 && Mean("mlm", Steps - Window) < 0.5, "The auxiliary model fills the gaps.");
        Assert.True(Mean("copy", Steps - Window) < 0.2, "The main model sees what was replaced; at the start it is 0.44, always saying \"original\" would be about 0.4.");
        Assert.True(Mean("lm", Steps - Window) < 0.2, "It knows what stood there.");
        Assert.Equal(Math.Log(1 + 6 * Math.Exp(-4 / 3.0)), Mean("scl", Steps - Window), 0.01);   // four sequences as far apart as vectors can be: cosines of −1/3
        Assert.True(Mean("loss", Steps - Window) < 0.25 * Mean("loss", 0));
    }

    [Fact]
    public void What_was_learned_by_heart_shows_in_the_evaluation()
    {
        using var team = new WorkerTeam(1);
        using var kernels = CpuKernels.Create(team, Precision.Fp32);
        using var tiny = new TinyCocoLm(kernels, options: new() { AuxiliaryLayers = 1, CopyWeight = 5 }, sequences: 4);
        var before = tiny.Evaluate(steps: 10);
        for (uint step = 0; step < 500; step++) tiny.Train(step, 2e-3f);
        var after = tiny.Evaluate(steps: 10);

        Assert.True(before["auxiliary.accuracy"] < 0.2 && after["auxiliary.accuracy"] > 0.8);
        Assert.True(before["detection.auc"] < 0.6 && after["detection.auc"] > 0.7);
        Assert.True(before["correction.accuracy.masked"] < 0.1 && after["correction.accuracy.masked"] > 0.6);
        Assert.True(after["replaced"] < before["replaced"], "A better auxiliary model replaces less.");
        Assert.True(before["sequence.cosine"] > 0.9 && after["sequence.cosine"] < 0);
        Assert.True(after["sequence.alignment"] < 0.1);
        Assert.True(after["sequence.uniformity"] < before["sequence.uniformity"]);
    }

    [Theory]
    [InlineData(Precision.Fp32)]
    [InlineData(Precision.Bf16)]
    public void Training_has_the_same_bits_on_any_number_of_threads(Precision precision)
    {
        uint[] Bits(int threads, int steps)
        {
            using var team = new WorkerTeam(threads);
            using var kernels = CpuKernels.Create(team, precision);
            using var tiny = new TinyCocoLm(kernels, s_withDropout);
            for (uint step = 0; step < steps; step++) tiny.Train(step, 1e-3f);
            return [.. tiny.Store.Parameters.SelectMany(p => p.Tensor.Values.ToArray()).Select(BitConverter.SingleToUInt32Bits)];
        }

        uint[] one = Bits(threads: 1, steps: 4);

        Assert.Equal(one, Bits(threads: 2, steps: 4));
        Assert.Equal(one, Bits(threads: 3, steps: 4));
        Assert.NotEqual(one, Bits(threads: 1, steps: 3));   // it moved
    }

    [Fact]
    public void A_warm_pass_allocates_next_to_nothing()
    {
        using var team = new WorkerTeam(1);
        using var kernels = CpuKernels.Create(team, Precision.Fp32);
        using var tiny = new TinyCocoLm(kernels, s_withDropout with { Layers = 4 }, new() { AuxiliaryLayers = 2 });
        for (uint step = 0; step < 5; step++) tiny.Run(step, backward: true);

        const int Passes = 20;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (uint step = 0; step < Passes; step++) tiny.Run(step, backward: true);
        long each = (GC.GetAllocatedBytesForCurrentThread() - before) / Passes;

        Assert.InRange(each, 1, Tolerances.AllocatedBytesOfPass);
    }
}
