using Cocoon.Testing;
using Cocoon.Training;
using Xunit;

namespace Cocoon.Tests.Training;

public sealed class TrainingSessionTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public static TheoryData<long> EveryStep => [.. Enumerable.Range(0, (int)Session.Options.Steps - 1).Select(i => (long)i)];

    [Theory]
    [MemberData(nameof(EveryStep))]
    public void A_stopped_run_resumes_to_the_same_bits_and_the_same_log(long stopAfter)
    {
        var (bits, log) = Uninterrupted();

        using (var first = new Session(In("stopped"))) Assert.Equal(TrainingOutcome.Stopped, first.Run(stopAfter));
        using var second = new Session(In("stopped"));

        Assert.Equal(stopAfter + 1, second.Training.State.Step);
        Assert.Equal(TrainingOutcome.Completed, second.Run());
        Assert.Equal(bits, second.Bits());
        Assert.Equal(log, File.ReadAllText(second.Folder.Metrics));
    }

    [Theory]
    [MemberData(nameof(EveryStep))]
    public void A_run_that_died_resumes_to_the_same_bits_and_the_same_log(long after)
    {
        var (bits, log) = Uninterrupted();

        using (var first = new Session(In("died"))) first.RunAndDie(after);
        File.AppendAllText(new RunFolder(In("died")).Metrics, "{\"step\":1,\"lo"); // torn by the death
        File.AppendAllText(new RunFolder(In("died")).Events, "{\"time\":\"20");
        using var second = new Session(In("died"));

        Assert.Equal(after / 4 * 4, second.Training.State.Step);
        Assert.Equal(TrainingOutcome.Completed, second.Run());
        Assert.Equal(bits, second.Bits());
        Assert.Equal(log, File.ReadAllText(second.Folder.Metrics));
        Assert.Contains(second.Events(), e => e.Kind == (after < 4 ? "started" : "resumed"));
    }

    [Fact]
    public void A_run_that_starts_from_given_weights_starts_from_them_again_if_it_dies_before_its_first_checkpoint()
    {
        Give("alive");
        Give("dying");
        using var whole = new Session(In("alive"));
        Assert.Equal(0, whole.Training.State.Step);
        Assert.Equal(TrainingOutcome.Completed, whole.Run());

        using (var first = new Session(In("dying"))) first.RunAndDie(after: 2);
        using var second = new Session(In("dying"));
        Assert.Equal(0, second.Training.State.Step);
        second.Run();

        Assert.Equal(whole.Bits(), second.Bits());
        Assert.Equal(File.ReadAllText(whole.Folder.Metrics), File.ReadAllText(second.Folder.Metrics));
        Assert.NotEqual(Uninterrupted().Bits, whole.Bits());
    }

    [Theory]
    [InlineData(TrainingState.ModelFile)]
    [InlineData("optimizer.safetensors")]
    [InlineData("state.json")]
    public void A_damaged_checkpoint_costs_time_but_changes_nothing(string file)
    {
        var (bits, log) = Uninterrupted();
        using (var first = new Session(In("damaged"))) first.Run(stopAfter: 9);
        string path = Path.Combine(In("damaged"), "checkpoints", "step-00000010", file);
        byte[] content = File.ReadAllBytes(path);
        content[content.Length / 2] ^= 4;
        File.WriteAllBytes(path, content);

        using var second = new Session(In("damaged"));
        Assert.Equal(8, second.Training.State.Step);
        Assert.Contains(file, Assert.Single(second.Warnings), StringComparison.Ordinal);
        second.Run();

        Assert.Equal(bits, second.Bits());
        Assert.Equal(log, File.ReadAllText(second.Folder.Metrics));
    }

    [Theory]
    [InlineData(1)] // in the evaluation after step 3
    [InlineData(2)]
    [InlineData(5)] // in the last evaluation
    public void A_request_to_stop_cuts_an_evaluation_which_comes_first_when_the_run_goes_on(int batchesBefore)
    {
        var (bits, log) = Uninterrupted();
        using (var stop = new CancellationTokenSource())
        {
            int batches = 0;
            using var first = new Session(In("cut"), onEvaluate: () => { if (++batches == batchesBefore) stop.Cancel(); });
            bool complete = batchesBefore % Session.Options.EvaluationBatches == 0;
            Assert.Equal(TrainingOutcome.Stopped, first.Training.Run(_ => { }, (_, _) => { }, null, stop.Token));
            Assert.Equal(!complete, first.Training.State.EvaluationPending);
        }
        if (batchesBefore < 5)
            using (var again = new Session(In("cut"))) again.RunAndDie(after: 0); // the evaluation is logged, but no checkpoint knows
        using var second = new Session(In("cut"));
        Assert.Equal(TrainingOutcome.Completed, second.Run());

        Assert.Equal(bits, second.Bits());
        Assert.Equal(log, File.ReadAllText(second.Folder.Metrics));
        Assert.Equal(State("whole", 12), State("cut", 12));
    }

    [Fact]
    public void Training_moves_the_weights_and_lowers_the_loss()
    {
        using var session = new Session(In("moves"));
        byte[] before = session.Bits();
        session.Run();
        var losses = JsonLinesLog.Read(session.Folder.Metrics).Where(l => l.TryGetProperty("loss", out _)).Select(l => l.GetProperty("loss").GetDouble()).ToList();

        Assert.NotEqual(before, session.Bits());
        Assert.True(losses[^1] < 0.8 * losses[0], $"from {losses[0]} to {losses[^1]}");
    }

    [Fact]
    public void Another_seed_gives_other_bits()
    {
        using var session = new Session(In("seed"), Session.Options with { Seed = 2 });
        session.Run();

        Assert.NotEqual(Uninterrupted().Bits, session.Bits());
    }

    [Fact]
    public void A_loss_that_is_not_finite_never_reaches_the_weights()
    {
        using var session = new Session(In("poisoned"), poisoned: [7]); // the second micro-batch of step 2
        session.Run(stopAfter: 1);
        byte[] before = session.Bits();
        session.Run(stopAfter: 2);

        Assert.Equal(before, session.Bits());
        Assert.Contains(("skipped", 2L, "the loss 'next' of micro-batch 7 was not finite"), session.Events());
        Assert.Equal(TrainingOutcome.Completed, session.Run());
        Assert.NotEqual(before, session.Bits());
    }

    [Fact]
    public void Too_many_skips_end_the_run_with_a_checkpoint()
    {
        using var session = new Session(In("halted"), Session.Options with { MaxSkips = 1 }, poisoned: [7, 20]);

        var halt = Assert.Throws<TrainingHaltedException>(() => session.Run());

        Assert.Equal(6, halt.Step);
        Assert.Contains("micro-batch 20", halt.Message, StringComparison.Ordinal);
        Assert.Equal(["skipped", "skipped", "halted"], session.Events().Select(e => e.Kind).Where(k => k is "skipped" or "halted"));
        using var again = new Session(In("halted"));
        Assert.Equal(session.Bits(), again.Bits());
        Assert.Equal(7, again.Training.State.Step);
    }

    [Fact]
    public void The_last_step_may_be_the_skip_too_many()
    {
        using var session = new Session(In("last"), Session.Options with { MaxSkips = 0 }, poisoned: [35]);

        Assert.Equal(11, Assert.Throws<TrainingHaltedException>(() => session.Run()).Step);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Skips_are_counted_across_sessions(long stopAfter)
    {
        var options = Session.Options with { MaxSkips = 1 };
        using (var first = new Session(In("counted"), options, poisoned: [7, 20])) first.Run(stopAfter);
        using var second = new Session(In("counted"), options, poisoned: [7, 20]);

        Assert.Equal(6, Assert.Throws<TrainingHaltedException>(() => second.Run()).Step);
    }

    [Fact]
    public void A_checkpoint_of_another_seed_is_refused()
    {
        using (var first = new Session(In("seeds"))) first.Run(stopAfter: 2);

        Assert.Contains("seed 1, not 2", Assert.Throws<CheckpointException>(() => new Session(In("seeds"), Session.Options with { Seed = 2 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Checkpoints_at_chosen_steps_are_evaluated_and_kept()
    {
        var options = Session.Options with { KeepAt = [1, 6] };
        using (var first = new Session(In("kept"), options)) first.Run(stopAfter: 6);
        using var session = new Session(In("kept"), options);
        session.Run();

        string[] kept = [.. Directory.GetDirectories(session.Folder.Checkpoints).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
        foreach (long step in new long[] { 1, 6, 8, 12 }) Assert.Contains($"step-{step:D8}", kept);
        Assert.DoesNotContain("step-00000004", kept);
        Assert.Equal([1, 4, 6, 8, 12], JsonLinesLog.Read(session.Folder.Metrics).Where(l => l.TryGetProperty("eval", out _)).Select(l => l.GetProperty("step").GetInt64() + 1));
        Assert.Equal(Uninterrupted().Bits, session.Bits());
    }

    [Fact]
    public void The_checkpoint_with_the_lowest_held_out_loss_is_kept()
    {
        // The learning rate is so high after the rise that the loss only grows.
        var options = Session.Options with { Steps = 40, PeakLearningRate = 3, WarmupSteps = 39, EvaluateEvery = 2, CheckpointEvery = 4, ClipNorm = 0 };
        using var session = new Session(In("best"), options);
        session.Run();
        var evaluations = JsonLinesLog.Read(session.Folder.Metrics).Where(l => l.TryGetProperty("eval", out _))
            .Select(l => (Step: l.GetProperty("step").GetInt64() + 1, Loss: l.GetProperty("eval").GetProperty("loss").GetDouble())).Where(e => e.Step % 4 == 0).ToList();
        var best = evaluations.MinBy(e => e.Loss);

        Assert.InRange(best.Step, 4, 32);
        Assert.Equal(new BestCheckpoint(best.Step, best.Loss), session.Training.State.Best);
        Assert.Equal(new long[] { best.Step, 36, 40 }.Select(s => $"step-{s:D8}"), Directory.GetDirectories(session.Folder.Checkpoints).Select(Path.GetFileName).Order());
    }

    public void Dispose() => _folder.Dispose();

    private (byte[] Bits, string Log) Uninterrupted()
    {
        using var session = new Session(In("whole"));
        if (session.Training.State.Step < Session.Options.Steps) session.Run();
        return (session.Bits(), File.ReadAllText(session.Folder.Metrics));
    }

    /// <summary>Lets a run begin with weights that no training gave.</summary>
    private void Give(string run)
    {
        using var donor = new Session(In("donor of " + run));
        foreach (var (_, tensor) in donor.Store.Parameters) tensor.Values.Reverse();
        TrainingSession.SaveStart(new(In(run)), donor.Store, donor.Optimizer, Session.Options);
    }

    private string State(string run, long step) => File.ReadAllText(Path.Combine(In(run), "checkpoints", $"step-{step:D8}", "state.json"));

    private string In(string name) => Path.Combine(_folder.Path, name);
}
