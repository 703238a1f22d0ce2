using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Models;

public sealed class XlNetTests
{
    [Fact]
    public void The_initial_loss_is_that_of_knowing_nothing()
    {
        using var kernels = new ReferenceKernels();
        using var tiny = new TinyObjective(kernels, new XlNetOptions(), TinyObjective.Encoder with { VocabularySize = 500 });

        Assert.Equal(Math.Log(500), tiny.Pass(0, backward: false)["plm"], 0.05);
    }

    [Theory]
    [InlineData(2, new[] { 5 })]             // rank 1: the last one sees it
    [InlineData(5, new int[0])]              // rank 2: nobody
    [InlineData(7, new[] { 2, 5 })]          // rank 0: the two others
    [InlineData(9, new[] { 2, 5, 7 })]       // known: all
    public void A_query_knows_what_is_before_it_in_the_order_and_not_its_own_token(int changed, int[] moved)
    {
        using var kernels = new ReferenceKernels();
        using var store = new ParameterStore(3);
        using var arena = new Arena();
        var model = new XlNetModel(new(store), TinyObjective.Encoder, SpecialTokens.First5);
        var text = TinyObjective.Text(40, 16, 1);
        int[] targets = [2, 5, 7];
        float[][] Queries()
        {
            arena.Reset();
            var states = model.Queries(new(kernels, arena, default, training: false), text, targets, ranks: [1, 2, 0]);
            return [.. Enumerable.Range(0, states.Rows).Select(row => states.Row(row).ToArray())];
        }

        float[][] before = Queries();
        text.MutableIds[changed] = text.Ids.Span[changed] == 17 ? 18 : 17;
        float[][] after = Queries();

        Assert.Equal(moved, targets.Where((_, i) => !before[i].AsSpan().SequenceEqual(after[i])));
    }

    [Fact]
    public void A_hidden_word_is_guessed_without_the_other_hidden_ones()
    {
        using var kernels = new ReferenceKernels();
        using var store = new ParameterStore(3);
        using var arena = new Arena();
        var model = new XlNetModel(new(store), TinyObjective.Encoder, SpecialTokens.First5);
        var text = TinyObjective.Text(40, 16, 2);
        foreach (int row in (int[])[3, 8, 20]) text.MutableIds[row] = SpecialTokens.First5.Mask;
        var tape = new Tape(kernels, arena, default, training: false);

        var all = model.States(tape, text, new[] { 3, 8, 20 });
        var one = model.States(tape, text, new[] { 8 });
        var alone = model.Queries(tape, text, [3, 8, 20], ranks: [1, 0, 0]);   // 3 would see 8

        Assert.Equal(all.Row(1).ToArray(), one.Row(0).ToArray());
        Assert.NotEqual(all.Row(0).ToArray(), alone.Row(0).ToArray());
        Assert.Throws<ShapeException>(() => model.States(tape, text, new[] { 4 }));   // no mask stands there
    }

    [Fact]
    public void A_tiny_corpus_is_learned_by_heart_and_its_blanks_are_filled()
    {
        using var team = new WorkerTeam(1);
        using var kernels = CpuKernels.Create(team, Precision.Fp32);
        using var tiny = new TinyObjective(kernels, new XlNetOptions(), sequences: 4);
        var before = tiny.Evaluate(20);
        for (uint step = 0; step < 1000; step++) tiny.Train(step, 2e-3f);
        var after = tiny.Evaluate(40);

        // Which of four texts it is shows in the known words: nothing is left to guess.
        Assert.True(before["plm"] > 3 && after["plm"] < 0.2, $"{before["plm"]} to {string.Join(", ", after)}");
        Assert.True(after["plm.accuracy"] > 0.95, string.Join(", ", after));
        AssertFills(kernels, tiny);
    }

    private static void AssertFills(IKernels kernels, TinyObjective tiny)
    {
        using var arena = new Arena();
        var tape = new Tape(kernels, arena, default, training: false);
        var model = (XlNetModel)tiny.Objective.Network;
        var masked = new TokenBatch();
        masked.CopyFrom(tiny.Batch);
        int[] rows = [.. Enumerable.Range(0, tiny.Batch.Tokens).Where(row => row % 5 == 2 && !SpecialTokens.First5.Contains(tiny.Batch.Ids.Span[row]))];
        foreach (int row in rows) masked.MutableIds[row] = SpecialTokens.First5.Mask;
        int[] best = new int[rows.Length];
        var logits = model.Guess(tape, model.States(tape, masked, rows));
        kernels.ArgMaxRows(logits.Values, logits.Columns, best);

        Assert.True(rows.Zip(best).Count(pair => tiny.Batch.Ids.Span[pair.First] == pair.Second) >= 0.9 * rows.Length);
    }

    [Fact]
    public void One_token_in_K_is_predicted()
    {
        using var kernels = new ReferenceKernels();
        using var arena = new Arena();
        using var tiny = new TinyObjective(kernels, new XlNetOptions { TokensPerTarget = 4 });
        double predicted = 0;
        for (uint step = 0; step < 100; step++)
        {
            arena.Reset();
            var trace = tiny.Objective.Trace(new(kernels, arena, new(1, step), training: false), tiny.Batch);
            predicted += trace.Positions.Length;
            Assert.All(trace.Positions.ToArray(), row => Assert.Equal(SpecialTokens.First5.Mask, trace.Hidden!.Ids.Span[row]));
        }

        Assert.Equal(0.25, predicted / 100 / tiny.Batch.Tokens, 0.02);   // of 800 sequences: a standard error of 0.001; words of two pieces may not fit
    }

    public static TheoryData<XlNetOptions, string> Wrong => new()
    {
        { new() { TokensPerTarget = 1 }, "objective.tokensPerTarget" },
        { new() { LongestSpan = 0 }, "objective.longestSpan" },
        { new() { BlockSize = 0 }, "objective.blockSize" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_trained_is_reported(XlNetOptions options, string path) => Assert.Equal(path, Assert.Single(options.Problems("objective")).Path);

    [Fact]
    public void Contradictions_with_the_rest_of_a_recipe_are_reported()
    {
        Assert.Equal("model.embeddingSize", Assert.Single(new XlNetOptions().ProblemsWith(new(TinyObjective.Encoder with { EmbeddingSize = 8 }, 8, 10))).Path);
        Assert.Equal("model.segments", Assert.Single(new XlNetOptions().ProblemsWith(new(TinyObjective.Encoder with { Segments = 2 }, 8, 10))).Path);
    }
}
