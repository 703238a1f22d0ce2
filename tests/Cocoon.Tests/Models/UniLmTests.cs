using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Models;

public sealed class UniLmTests
{
    private static readonly EncoderOptions s_encoder = TinyObjective.Encoder with { Segments = 6, RelativeBins = 0 };

    [Fact]
    public void Modes_come_in_their_shares_with_their_segments_and_candidates()
    {
        using var kernels = new ReferenceKernels();
        using var arena = new Arena();
        using var tiny = new TinyObjective(kernels, new UniLmOptions(), s_encoder);
        int[] modes = new int[6];
        int endings = 0;
        for (uint step = 0; step < 300; step++)
        {
            arena.Reset();
            var trace = tiny.Objective.Trace(new(kernels, arena, new(1, step), training: false), tiny.Batch);
            for (int s = 0; s < trace.Text.Sequences; s++)
            {
                int start = trace.Text.Starts.Span[s], end = trace.Text.Starts.Span[s + 1];
                int[] segments = trace.Text.Segments.Span[start..end].ToArray();
                modes[segments[0]]++;
                int second = Array.IndexOf(segments, 5);
                Assert.Equal(segments[0] == 4, second > 0);
                foreach (int row in trace.Positions.Span)
                {
                    if (row < start || row >= end) continue;
                    if (second > 0) Assert.True(row >= start + second, "Only the second text is guessed.");
                    if (SpecialTokens.First5.Contains(trace.Text.Ids.Span[row])) Assert.True(second > 0 && row == end - 1, "Only the end of a second text is guessed.");
                    endings += second > 0 && row == end - 1 ? 1 : 0;
                }
            }
        }

        double all = modes.Sum();   // 2,400: a standard error of 0.01
        Assert.Equal(1 / 3.0, modes[0] / all, 0.04);
        Assert.Equal(1 / 6.0, modes[2] / all, 0.03);
        Assert.Equal(1 / 6.0, modes[3] / all, 0.03);
        Assert.Equal(1 / 3.0, modes[4] / all, 0.04);
        Assert.True(endings > 20, "Ending is learned.");
    }

    [Fact]
    public void Half_of_the_pairs_read_in_both_directions_are_wrong_and_no_other()
    {
        using var kernels = new ReferenceKernels();
        using var arena = new Arena();
        using var tiny = new TinyObjective(kernels, new UniLmOptions(), s_encoder);
        double wrong = 0, both = 0;
        for (uint step = 0; step < 100; step++)
        {
            arena.Reset();
            var trace = tiny.Objective.Trace(new(kernels, arena, new(1, step), training: false), tiny.Batch);
            for (int s = 0; s < trace.Text.Sequences; s++)
            {
                int[] words = [.. trace.Text.Sequence(s).ToArray().Where(id => !SpecialTokens.First5.Contains(id))];
                bool follows = tiny.Batch.Sequence(s).IndexOf(words) >= 0;   // both texts are one piece of the sequence
                bool judged = trace.Text.Segments.Span[trace.Text.Starts.Span[s]] == 0;
                Assert.True(follows || judged);
                both += judged ? 1 : 0;
                wrong += follows ? 0 : 1;
            }
        }

        Assert.Equal(0.5, wrong / both, 0.1);   // some 270 pairs: a standard error of 0.03
    }

    [Fact]
    public void Now_and_then_two_or_three_tokens_in_a_row_are_hidden()
    {
        double single = Alone(runShare: 0), some = Alone(0.2), often = Alone(1);

        Assert.True(single > some + 0.03 && some > often + 0.1, $"{single}, {some}, {often}");   // of some 6,400 hidden tokens: a standard error of 0.006

        double Alone(double runShare)
        {
            using var kernels = new ReferenceKernels();
            using var arena = new Arena();
            using var tiny = new TinyObjective(kernels, new UniLmOptions { Both = 1, LeftToRight = 0, RightToLeft = 0, MaskRate = 0.25, RunShare = runShare }, s_encoder);
            double hidden = 0, alone = 0;
            for (uint step = 0; step < 200; step++)
            {
                arena.Reset();
                int[] rows = tiny.Objective.Trace(new(kernels, arena, new(1, step), training: false), tiny.Batch).Positions.ToArray();
                hidden += rows.Length;
                alone += rows.Count(row => !rows.Contains(row - 1) && !rows.Contains(row + 1));
            }
            return alone / hidden;
        }
    }

    [Fact]
    public void Initial_losses_are_those_of_knowing_nothing()
    {
        using var kernels = new ReferenceKernels();
        using var tiny = new TinyObjective(kernels, new UniLmOptions(), s_encoder with { VocabularySize = 500 });

        var losses = tiny.Pass(0, backward: false);

        Assert.Equal(Math.Log(500), losses["mlm"], 0.05);
        Assert.Equal(Math.Log(2), losses["nsp"], 0.05);
    }

    [Fact]
    public void A_tiny_corpus_is_learned_by_heart()
    {
        using var team = new WorkerTeam(1);
        using var kernels = CpuKernels.Create(team, Precision.Fp32);
        using var tiny = new TinyObjective(kernels, new UniLmOptions(), s_encoder, sequences: 4);
        var before = tiny.Evaluate(20);
        for (uint step = 0; step < 2400; step++) tiny.Train(step, 2e-3f);
        var after = tiny.Evaluate(40);

        Assert.True(before["mlm"] > 3 && after["mlm"] < 1, $"{before["mlm"]} to {string.Join(", ", after)}");
        Assert.True(after["mlm.accuracy"] > 0.7, string.Join(", ", after));
    }

    [Fact]
    public void A_prefix_is_continued()
    {
        using var team = new WorkerTeam(1);
        using var kernels = CpuKernels.Create(team, Precision.Fp32);
        using var tiny = new TinyObjective(kernels, new UniLmOptions { Both = 0, LeftToRight = 0, RightToLeft = 0, MaskRate = 0.4 }, s_encoder, sequences: 4);
        for (uint step = 0; step < 1200; step++) tiny.Train(step, 2e-3f);
        int[] text = tiny.Batch.Sequence(1).ToArray();
        var tokenizer = new WordPieceTokenizer(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. Enumerable.Range(0, 35).Select(i => $"w{i}")]);

        using var generator = new TextGenerator(kernels, (IGeneratingNetwork)tiny.Objective.Network, tokenizer, new() { Temperature = 0, MaxTokens = 10 });
        int[] said = [.. generator.Tokens(text[1..7])];

        // Most of what follows is remembered, and the end is found.
        Assert.True(said.Zip(text[7..^1]).Count(pair => pair.First == pair.Second) >= text.Length / 4, $"{string.Join(' ', said)}; expected {string.Join(' ', text[7..^1])}");
    }

    public static TheoryData<UniLmOptions, string> Wrong => new()
    {
        { new() { Both = -0.1 }, "objective.both" },
        { new() { Both = 0.9 }, "objective.both" },
        { new() { MaskRate = 0 }, "objective.maskRate" },
        { new() { RandomShare = 0.5 }, "objective.randomShare" },
        { new() { RunShare = 1.5 }, "objective.runShare" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_trained_is_reported(UniLmOptions options, string path) => Assert.Equal(path, Assert.Single(options.Problems("objective")).Path);

    [Fact]
    public void Contradictions_with_the_rest_of_a_recipe_are_reported()
    {
        Assert.Equal("model.segments", Assert.Single(new UniLmOptions().ProblemsWith(new(TinyObjective.Encoder, 8, 10))).Path);
        Assert.Equal("data.sequencesPerBatch", Assert.Single(new UniLmOptions().ProblemsWith(new(s_encoder, 1, 10))).Path);
    }
}
