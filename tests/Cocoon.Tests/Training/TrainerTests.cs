using System.Runtime.InteropServices;
using Cocoon.Kernels;
using Cocoon.Tensors;
using Cocoon.Testing;
using Cocoon.Training;
using Xunit;

namespace Cocoon.Tests.Training;

public sealed class TrainerTests
{
    private static readonly TrainingOptions s_options = new() { Steps = 6, Accumulate = 8, PeakLearningRate = 0.05, WarmupSteps = 2 };

    [Theory]
    [InlineData(8, 2)]
    [InlineData(8, 4)]
    [InlineData(8, 8)]
    [InlineData(6, 3)]
    [InlineData(12, 3)]
    public void Any_number_of_processes_gives_the_same_bits(int accumulate, int processes)
    {
        var options = s_options with { Accumulate = accumulate };
        var (start, _) = Train(options with { Steps = 0 })[0];
        var (alone, log) = Train(options)[0];
        var together = Train(options, processes);

        Assert.NotEqual(start, alone);
        foreach (var (bits, reports) in together)
        {
            Assert.Equal(alone, bits);
            Assert.Equal(log, reports);
        }
    }

    [Theory]
    [InlineData(6, 2)] // three each: another tree
    [InlineData(8, 3)]
    [InlineData(2, 4)]
    public void A_share_that_would_change_the_order_of_sums_is_refused(int accumulate, int processes)
    {
        var options = s_options with { Accumulate = accumulate };
        using var all = new Rendezvous(processes);
        using var one = new Bench(options);

        Assert.Contains("power of two", Assert.Throws<ArgumentException>(() => one.Trainer(all.Rank(0))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Processes_skip_together_and_name_the_first_fault(int processes)
    {
        foreach (var (_, reports) in Train(s_options, processes, losses: [23, 21], gradients: []))
            Assert.Equal("the loss 'next' of micro-batch 21 was not finite", reports[2].Reason);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_never_reaches_the_weights()
    {
        var (before, _) = Train(s_options with { Steps = 5 }, decaysOver: 6)[0];
        var (after, reports) = Train(s_options, losses: [], gradients: [44])[0];

        Assert.Equal("the gradient of micro-batches 40 to 47 was not finite", reports[5].Reason);
        Assert.True(double.IsFinite(reports[5].Loss));
        Assert.Equal(before, after);
    }

    [Fact]
    public void The_report_adds_up()
    {
        using var bench = new Bench(s_options with { ClipNorm = 1e-3 });
        using var trainer = bench.Trainer();
        var report = trainer.Steps().First();

        Assert.Equal(["next", "second"], report.Terms.Select(t => t.Name));
        Assert.Equal(report.Terms.Sum(t => t.Weight * t.Value), report.Loss, 1e-12);
        Assert.Equal((8 * 15, 8 * 3), (report.Tokens, report.Sequences));
        Assert.True(report is { Clipped: true, GradientNorm: > 1e-3, Skipped: false });
        Assert.InRange(report.LearningRate, 0.0249, 0.0251);
    }

    [Fact]
    public void Clipping_changes_only_the_length_of_the_gradient()
    {
        var (loose, reports) = Train(s_options with { ClipNorm = 0 })[0];
        var (tight, _) = Train(s_options with { ClipNorm = 0.9 * reports.Min(r => r.Norm) })[0];

        Assert.Equal(loose, Train(s_options with { ClipNorm = 2 * reports.Max(r => r.Norm) })[0].Bits);
        Assert.NotEqual(loose, tight);
    }

    [Fact]
    public void A_warm_step_allocates_next_to_nothing()
    {
        using var bench = new Bench(s_options with { Steps = 40, Accumulate = 4 });
        using var trainer = bench.Trainer();
        var steps = trainer.Steps().GetEnumerator();
        for (int i = 0; i < 10; i++) steps.MoveNext();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++) steps.MoveNext();

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 20, 0, Tolerances.WarmStepBytes);
    }

    [Fact]
    public void An_objective_that_changes_its_terms_is_refused()
    {
        var losses = new MicroBatchLosses();
        using var arena = new Arena();
        var tensor = arena.Allocate(1, 1);
        tensor.Values[0] = 1;
        losses.Take([new("a", tensor), new("b", tensor)], 1, 1);

        Assert.Contains("'c' in place of 'b'", Assert.Throws<InvalidOperationException>(() => losses.Take([new("a", tensor), new("c", tensor)], 1, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => losses.Take([new("a", tensor)], 1, 1));
    }

    [Fact]
    public void Skips_long_ago_do_not_count()
    {
        var skips = new SkipBudget(1);
        skips.Add(0);
        skips.Add(1000);
        Assert.False(skips.IsExceeded);
        skips.Add(1999);
        Assert.True(skips.IsExceeded);
    }

    private static List<(byte[] Bits, List<Line> Reports)> Train(TrainingOptions options, int processes = 1, uint[]? losses = null, uint[]? gradients = null, long? decaysOver = null)
    {
        using var all = new Rendezvous(processes);
        var results = new (byte[], List<Line>)[processes];
        var threads = Enumerable.Range(0, processes).Select(rank => new Thread(() =>
        {
            using var bench = new Bench(options with { Steps = decaysOver ?? options.Steps }, losses, gradients);
            using var trainer = bench.Trainer(processes == 1 ? null : all.Rank(rank));
            List<Line> lines = [.. trainer.Steps().Take((int)options.Steps).Select(r => new Line(r.Loss, r.Terms[1].Value, r.GradientNorm, r.Tokens, r.SkipReason))];
            results[rank] = (bench.Bits, lines);
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        return [.. results];
    }

    private sealed record Line(double Loss, double Second, double Norm, long Tokens, string? Reason);

    private sealed class Bench : IDisposable
    {
        private readonly ReferenceKernels _kernels = new();
        private readonly ParameterStore _store = new(1);
        private readonly CountingTask _task;
        private readonly AdamW _optimizer;
        private readonly TrainingOptions _options;

        public Bench(TrainingOptions options, uint[]? losses = null, uint[]? gradients = null)
        {
            _options = options;
            _task = new(_store, 11) { PoisonedLosses = losses ?? [], PoisonedGradients = gradients ?? [] };
            _optimizer = new(_kernels, _store, options.Optimizer);
        }

        public byte[] Bits => [.. _store.Parameters.SelectMany((p, i) => (byte[])[
            .. MemoryMarshal.AsBytes(p.Tensor.Values), .. MemoryMarshal.AsBytes(_optimizer.FirstMoment(i)), .. MemoryMarshal.AsBytes(_optimizer.SecondMoment(i))])];

        public Trainer Trainer(ICollective? collective = null) => new(_task, _task, _store, _optimizer, _kernels, _options, TimeProvider.System, collective);

        public void Dispose()
        {
            _optimizer.Dispose();
            _store.Dispose();
            _kernels.Dispose();
        }
    }
}
