using Cocoon.Kernels;
using Cocoon.Models;
using Xunit;

namespace Cocoon.Tests.Models;

public sealed class MaskedLmTests
{
    private static readonly EncoderOptions s_pairs = TinyObjective.Encoder with { Segments = 2, RelativeBins = 0 };

    [Fact]
    public void Initial_losses_are_those_of_knowing_nothing()
    {
        using var kernels = new ReferenceKernels();
        using var tiny = new TinyObjective(kernels, new MaskedLmOptions { NextSentence = true }, s_pairs with { VocabularySize = 500 });

        var losses = tiny.Pass(0, backward: false);

        Assert.Equal(Math.Log(500), losses["mlm"], 0.05);
        Assert.Equal(Math.Log(2), losses["nsp"], 0.05);
    }

    [Fact]
    public void A_tiny_corpus_is_learned_by_heart()
    {
        using var team = new WorkerTeam(1);
        using var kernels = CpuKernels.Create(team, Precision.Fp32);
        using var tiny = new TinyObjective(kernels, new MaskedLmOptions(), sequences: 4);
        double first = Mean(tiny, 0, 20), last = 0;
        for (uint step = 20; step < 500; step += 60) last = Mean(tiny, step, 60);

        // What is hidden can be told from what is not, but for the few places where too much is.
        Assert.True(first > 3 && last < 0.5, $"{first} to {last}");
        Assert.True(tiny.Evaluate(10)["mlm.accuracy"] > 0.8);
    }

    [Fact]
    public void Which_texts_belong_together_is_learned_by_heart()
    {
        using var team = new WorkerTeam(1);
        using var kernels = CpuKernels.Create(team, Precision.Fp32);
        using var tiny = new TinyObjective(kernels, new MaskedLmOptions { NextSentence = true }, s_pairs, sequences: 6);
        double before = tiny.Evaluate(40)["nsp.accuracy"];
        for (uint step = 0; step < 900; step++) tiny.Train(step, 2e-3f);

        Assert.InRange(before, 0.3, 0.7);
        Assert.True(tiny.Evaluate(40)["nsp.accuracy"] > 0.85);
    }

    [Fact]
    public void Static_masking_shows_few_maskings_and_dynamic_masking_many()
    {
        using var kernels = new ReferenceKernels();
        int Different(int copies)
        {
            using var tiny = new TinyObjective(kernels, new MaskedLmOptions { StaticMaskings = copies }, sequences: 1);
            return Enumerable.Range(0, 30).Select(step => tiny.Pass((uint)step, backward: false)["mlm"]).Distinct().Count();
        }

        Assert.InRange(Different(copies: 3), 2, 3);
        Assert.True(Different(copies: 0) > 20);
    }

    public static TheoryData<MaskedLmOptions, string> Wrong => new()
    {
        { new() { MaskRate = 0 }, "objective.maskRate" },
        { new() { MaskShare = 1.5 }, "objective.maskShare" },
        { new() { RandomShare = 0.3 }, "objective.randomShare" },
        { new() { RandomShare = double.NaN }, "objective.randomShare" },
        { new() { LongestSpan = 3 }, "objective.longestSpan" },
        { new() { LongestSpan = 0 }, "objective.longestSpan" },
        { new() { StaticMaskings = -1 }, "objective.staticMaskings" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_trained_is_reported(MaskedLmOptions options, string path) => Assert.Equal(path, Assert.Single(options.Problems("objective")).Path);

    [Fact]
    public void Contradictions_with_the_rest_of_a_recipe_are_reported()
    {
        var pairs = new MaskedLmOptions { NextSentence = true };
        Assert.Equal("model.segments", Assert.Single(pairs.ProblemsWith(new(TinyObjective.Encoder, 8, 10))).Path);
        Assert.Equal("data.sequencesPerBatch", Assert.Single(pairs.ProblemsWith(new(s_pairs, 1, 10))).Path);
        Assert.Equal("model.segments", Assert.Single(new MaskedLmOptions().ProblemsWith(new(s_pairs, 8, 10))).Path);
    }

    private static double Mean(TinyObjective tiny, uint from, int steps) => Enumerable.Range((int)from, steps).Average(step => tiny.Train((uint)step, 2e-3f)["mlm"]);
}
