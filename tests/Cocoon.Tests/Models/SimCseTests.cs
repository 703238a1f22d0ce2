using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Models;

public sealed class SimCseTests
{
    private static readonly EncoderOptions s_encoder = TinyObjective.Encoder with { Dropout = 0.1f, AttentionDropout = 0.1f };

    [Fact]
    public void Two_dropout_masks_make_two_views_and_none_make_one()
    {
        using var kernels = new ReferenceKernels();
        using var tiny = new TinyObjective(kernels, new SimCseOptions(), s_encoder);

        double training = tiny.Pass(1, backward: false)["contrast"], other = tiny.Pass(2, backward: false)["contrast"];
        var held = tiny.Evaluate(1);

        Assert.NotEqual(training, other);
        Assert.Equal(1, held["contrast.accuracy"]);
        Assert.True(held["contrast"] < training, "The same view twice is the easiest pair.");
    }

    [Fact]
    public void A_few_texts_are_told_apart_and_spread()
    {
        using var team = new WorkerTeam(2);
        using var kernels = CpuKernels.Create(team, Precision.Fp32);
        using var tiny = new TinyObjective(kernels, new SimCseOptions { Positive = TextEdit.Deletion, EditRate = 0.3 }, s_encoder);
        var before = tiny.Evaluate(4);

        for (uint step = 0; step < 60; step++) tiny.Train(step, 2e-3f);
        var after = tiny.Evaluate(4);

        Assert.True(after["contrast"] < 0.5 * before["contrast"], $"{before["contrast"]} → {after["contrast"]}");
        Assert.True(after["state.uniformity"] < before["state.uniformity"] - 0.5, $"{before["state.uniformity"]} → {after["state.uniformity"]}");
        Assert.True(after["state.alignment"] > 0);
    }

    [Fact]
    public void The_MLP_is_no_part_of_a_vector()
    {
        using var kernels = new ReferenceKernels();
        using var tiny = new TinyObjective(kernels, new SimCseOptions(), s_encoder);
        var before = tiny.Evaluate(1);
        tiny.Store["pooler.weight"].Tensor.Values.Reverse();
        var after = tiny.Evaluate(1);

        Assert.Equal((before["state.alignment"], before["state.uniformity"]), (after["state.alignment"], after["state.uniformity"]));
        Assert.NotEqual(before["contrast"], after["contrast"]);
    }

    [Fact]
    public void The_queue_holds_the_newest_vectors_and_adds_them_to_the_negatives()
    {
        using var kernels = new ReferenceKernels();
        using var tiny = new TinyObjective(kernels, new SimCseOptions { QueueSize = 20 }, s_encoder, sequences: 8);
        using var without = new TinyObjective(kernels, new SimCseOptions(), s_encoder, sequences: 8);
        int[] counts = [.. Enumerable.Range(0, 4).Select(step =>
        {
            tiny.Run((uint)step, backward: false);
            return (int)tiny.Store["queue.counters"].Tensor.Values[1];
        })];

        Assert.Equal([0, 8, 16, 20], counts);
        var vectors = tiny.Store["queue.vectors"].Tensor;
        for (int i = 0; i < vectors.Rows; i++) Assert.Equal(1, vectors.Row(i).ToArray().Sum(v => (double)v * v), 1e-5);
        Assert.Equal(4, (int)tiny.Store["queue.counters"].Tensor.Values[0]);   // 24 arrived, the first four gave way
        Assert.True(tiny.Pass(9, backward: false)["contrast"] > without.Pass(9, backward: false)["contrast"], "More negatives make it harder.");
    }

    [Fact]
    public void The_slow_network_follows_and_is_not_trained()
    {
        using var kernels = new ReferenceKernels();
        var options = new SimCseOptions { QueueSize = 8, Momentum = 0.75f };
        using var tiny = new TinyObjective(kernels, options, s_encoder);
        var (own, slow) = (tiny.Store["main.layers.0.expand.weight"].Tensor, tiny.Store["momentum.main.layers.0.expand.weight"].Tensor);

        tiny.Train(0, 1e-2f);   // before the first step the copy becomes the network's equal; the step moves the network alone
        float first = slow.Values[3], moved = own.Values[3];
        Assert.NotEqual(first, moved);
        tiny.Run(1, backward: true);

        Assert.Equal(0.75 * first + 0.25 * moved, slow.Values[3], 1e-6);
        Assert.False(tiny.Objective.Trains("momentum.main.layers.0.expand.weight") || tiny.Objective.Trains("queue.vectors"));
        Assert.True(tiny.Objective.Trains("main.layers.0.expand.weight"));
        Assert.All(tiny.Store.Parameters.Where(p => !tiny.Objective.Trains(p.Path)), p => Assert.False(p.Tensor.Grad.ContainsAnyExcept(0)));
        Assert.Equal(tiny.Store.Count, options.Parameters(s_encoder));
    }

    [Fact]
    public void A_run_with_a_queue_goes_on_after_a_stop_to_the_same_bits()
    {
        var options = new SimCseOptions { QueueSize = 7, Momentum = 0.5f };
        byte[] whole = ObjectiveRun.Bits(options, s_encoder, stops: []);

        foreach (long stop in (long[])[1, 3, 4]) Assert.Equal(whole, ObjectiveRun.Bits(options, s_encoder, [stop]));
        Assert.NotEqual(whole, ObjectiveRun.Bits(options, s_encoder, [], steps: 5));
    }

    [Fact]
    public void What_cannot_be_learned_from_is_refused()
    {
        Assert.Contains("Both views", Problem(new SimCseOptions(), s_encoder with { Dropout = 0, AttentionDropout = 0 }), StringComparison.Ordinal);
        Assert.Contains("Both views", Problem(new SimCseOptions { Positive = TextEdit.Crop, EditRate = 0 }, s_encoder with { Dropout = 0, AttentionDropout = 0 }), StringComparison.Ordinal);
        Assert.Contains("no other to contrast", Problem(new SimCseOptions(), s_encoder, sequences: 1), StringComparison.Ordinal);
        Assert.Empty(new SimCseOptions { Positive = TextEdit.Crop }.ProblemsWith(new(s_encoder with { Dropout = 0, AttentionDropout = 0 }, 2, 10)));
        Assert.Equal(["o.editRate", "o.temperature", "o.maskedWeight", "o.maskRate", "o.queueSize", "o.momentum"],
            new SimCseOptions { EditRate = 1, Temperature = 0, MaskedWeight = -1, MaskRate = 1, QueueSize = -1, Momentum = 1 }.Problems("o").Select(p => p.Path));
    }

    private static string Problem(SimCseOptions options, EncoderOptions encoder, int sequences = 8) => Assert.Single(options.ProblemsWith(new(encoder, sequences, 10))).Message;
}
