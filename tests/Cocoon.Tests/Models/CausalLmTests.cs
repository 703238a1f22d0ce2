using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Models;

public sealed class CausalLmTests
{
    [Fact]
    public void The_initial_loss_is_that_of_knowing_nothing()
    {
        using var kernels = new ReferenceKernels();
        using var tiny = new TinyObjective(kernels, new CausalLmOptions(), TinyObjective.Encoder with { VocabularySize = 500 });

        Assert.Equal(Math.Log(500), tiny.Pass(0, backward: false)["lm"], 0.05);
    }

    [Fact]
    public void No_state_depends_on_a_later_token()
    {
        using var kernels = new ReferenceKernels();
        using var store = new ParameterStore(3);
        using var arena = new Arena();
        var model = new CausalLmModel(new(store), TinyObjective.Encoder, prefix: false);
        var visible = new VisibleKeys();
        var text = TinyObjective.Text(40, 16, 1);
        float[] States(TokenBatch batch)
        {
            arena.Reset();
            return model.Decoder.Forward(new(kernels, arena, default, training: false), batch, visible.Of(batch, _ => new(Direction.LeftToRight))).Values.ToArray();
        }

        float[] before = States(text);
        text.MutableIds[9] = 17;
        float[] after = States(text);

        int changed = 9 * TinyObjective.Encoder.HiddenSize;
        Assert.Equal(before[..changed], after[..changed]);
        Assert.NotEqual(before[changed..], after[changed..]);
    }

    [Theory]
    [InlineData(Direction.Both, 0, "1111 1111 1111 1111")]
    [InlineData(Direction.LeftToRight, 0, "1000 1100 1110 1111")]
    [InlineData(Direction.RightToLeft, 0, "1111 0111 0011 0001")]
    [InlineData(Direction.Prefix, 2, "1100 1100 1110 1111")]
    [InlineData(Direction.Prefix, 1, "1000 1100 1110 1111")]
    [InlineData(Direction.Prefix, 4, "1111 1111 1111 1111")]
    public void Mask_matrices_are_those_of_the_papers(Direction direction, int prefix, string matrix)
    {
        var reading = new Reading(direction, prefix);

        Assert.Equal(matrix, string.Join(' ', Enumerable.Range(0, 4).Select(i =>
            string.Concat(Enumerable.Range(0, 4).Select(j => reading.Sees(i, 4) is var sees && j >= sees.From && j < sees.To ? '1' : '0')))));
    }

    [Fact]
    public void A_prefix_splits_uniformly_and_only_the_rest_is_guessed()
    {
        using var kernels = new ReferenceKernels();
        using var arena = new Arena();
        using var tiny = new TinyObjective(kernels, new CausalLmOptions { Prefix = true }, sequences: 1);
        int[] guessed = new int[16];
        int tokens = tiny.Batch.Tokens;
        for (uint step = 0; step < 600; step++)
        {
            arena.Reset();
            var trace = tiny.Objective.Trace(new(kernels, arena, new(1, step), training: false), tiny.Batch);
            int[] rows = trace.Positions.ToArray();
            Assert.Equal(Enumerable.Range(rows[0], tokens - rows[0]), rows);
            guessed[rows[0]]++;
        }

        Assert.Equal(0, guessed[0]);
        Assert.All(guessed[1..tokens], count => Assert.InRange(count, 20, 70));   // 600 / 15 = 40 each
    }

    [Fact]
    public void A_tiny_corpus_is_learned_up_to_what_cannot_be_known()
    {
        using var team = new WorkerTeam(1);
        using var kernels = CpuKernels.Create(team, Precision.Fp32);
        using var tiny = new TinyObjective(kernels, new CausalLmOptions(), sequences: 4);
        double first = tiny.Train(0, 2e-3f)["lm"], last = 0;
        for (uint step = 1; step < 300; step++) last = tiny.Train(step, 2e-3f)["lm"];

        // Which of four texts it is shows in their first words alone: ln 4 nats for each text, over about fourteen tokens.
        double entropy = 4 * Math.Log(4) / (tiny.Batch.Tokens - 4);
        Assert.True(first > 3);
        Assert.InRange(last, entropy - 0.01, entropy + 0.05);
    }
}
