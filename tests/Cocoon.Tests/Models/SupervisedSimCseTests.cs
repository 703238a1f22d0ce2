using Cocoon.Determinism;
using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Models;

public sealed class SupervisedSimCseTests
{
    private static readonly EncoderOptions s_encoder = TinyObjective.Encoder with { Dropout = 0.1f, AttentionDropout = 0.1f };
    private static readonly SimCseOptions s_options = new() { Supervised = true };

    /// <summary>Two triples a sequence: the positive has none of the anchor's words, the negative two, so that it looks nearer.</summary>
    private static TokenBatch Triples(int sequences)
    {
        var words = new RandomStream(6, 0, 0);
        var special = SpecialTokens.First5;
        var batch = new TokenBatch();
        for (int s = 0; s < sequences; s++)
        {
            batch.Append(special.Classify);
            for (int triple = 2 * s; triple < 2 * s + 2; triple++)
            {
                int Word(int i) => 5 + words.Below(35, (ulong)(8 * triple + i));
                batch.Append([Word(0), Word(1), Word(2), special.Separate, Word(3), Word(4), Word(5), special.Separate, Word(0), Word(1), Word(6), special.Separate]);
            }
            batch.EndSequence();
        }
        return batch;
    }

    [Fact]
    public void Hard_negatives_are_told_from_positives()
    {
        using var team = new WorkerTeam(2);
        using var kernels = CpuKernels.Create(team, Precision.Fp32);
        using var tiny = new TinyObjective(kernels, s_options, s_encoder, batch: Triples(6));
        var before = tiny.Evaluate(1);
        for (uint step = 0; step < 400; step++) tiny.Train(step, 2e-3f);
        var after = tiny.Evaluate(1);

        Assert.True(before["contrast.accuracy"] < 0.5 && after["contrast.accuracy"] > 0.9, $"{before["contrast.accuracy"]} → {after["contrast.accuracy"]}");
        Assert.True(after["contrast"] < 0.5 * before["contrast"], $"{before["contrast"]} → {after["contrast"]}");
        Assert.True(after["state.alignment"] > 0);   // of a text and its positive
    }

    [Fact]
    public void A_hard_negative_makes_it_harder()
    {
        using var kernels = new ReferenceKernels();
        using var arena = new Arena();
        using var tiny = new TinyObjective(kernels, s_options, s_encoder, batch: Triples(6));
        var (anchors, positives, negatives) = (new TokenBatch(), new TokenBatch(), new TokenBatch());
        TextTriples.Split(tiny.Batch, SpecialTokens.First5, anchors, positives, negatives);
        var objective = (SimCse)tiny.Objective;
        var tape = new Tape(kernels, arena, default, training: false);

        float with = objective.Losses(tape, anchors, positives, anchors, default, negatives)[0].Value.Values[0];
        float without = objective.Losses(tape, anchors, positives, anchors, default)[0].Value.Values[0];

        Assert.Equal(12, anchors.Sequences);
        Assert.True(with > without + 0.1, $"{with}, {without}");
        Assert.Equal(with, (float)tiny.Evaluate(1)["contrast"], 1e-5);
    }

    [Fact]
    public void Gradients_agree_with_differences()
    {
        using var kernels = new ReferenceKernels();
        using var tiny = new TinyObjective(kernels, s_options with { Temperature = 0.3f }, s_encoder, batch: Triples(3));
        foreach (var (path, tensor) in tiny.Store.Parameters)
            if (!path.EndsWith("norm.weight", StringComparison.Ordinal)) kernels.Scale(tensor.Values, 10, accumulate: false, tensor.Values);

        foreach (string part in (string[])["embeddings.", "main.", "pooler."])
            GradientCheck.Along([.. tiny.Store.Parameters.Where(p => p.Path.StartsWith(part, StringComparison.Ordinal))], tape => tiny.Objective.Forward(tape, tiny.Batch), step: 3e-4);
    }

    [Fact]
    public void A_run_has_the_same_bits_after_a_stop_and_on_any_number_of_threads()
    {
        byte[] Bits(long[] stops, long steps = 6) => ObjectiveRun.Bits(s_options with { MaskedWeight = 0.1f }, s_encoder, stops, steps, Triples);
        uint[] Threads(int threads)
        {
            using var team = new WorkerTeam(threads);
            using var kernels = CpuKernels.Create(team, Precision.Fp32);
            using var tiny = new TinyObjective(kernels, s_options, s_encoder, batch: Triples(4));
            for (uint step = 0; step < 4; step++) tiny.Train(step, 1e-3f);
            return tiny.Bits();
        }

        byte[] whole = Bits([]);
        Assert.Equal(whole, Bits([3]));
        Assert.NotEqual(whole, Bits([], steps: 5));   // it moved
        Assert.Equal(Threads(1), Threads(3));
    }

    [Fact]
    public void Text_that_does_not_come_in_threes_is_refused_and_contradictions_are_reported()
    {
        using var kernels = new ReferenceKernels();
        using var tiny = new TinyObjective(kernels, s_options, s_encoder);

        Assert.Contains("None of the 8 sequences", Assert.Throws<InvalidDataException>(() => tiny.Run(0, backward: false)).Message, StringComparison.Ordinal);
        Assert.Equal("o.positive", Assert.Single((s_options with { Positive = TextEdit.Crop }).Problems("o")).Path);
        Assert.Empty(s_options.ProblemsWith(new(TinyObjective.Encoder, 2, 10)));   // without dropout, too
        Assert.True(s_options.Cost(s_encoder, 8, 30).Flops.Sum(p => p.Flops) < new SimCseOptions().Cost(s_encoder, 8, 30).Flops.Sum(p => p.Flops));
    }
}
