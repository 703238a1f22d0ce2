using Cocoon.Testing;
using Cocoon.Training;
using Xunit;

namespace Cocoon.Tests.Training;

public sealed class TrainingSessionTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    [Theory]
    [InlineData(0)]
    [InlineData(3)] // a checkpoint was due anyway
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(10)]
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
        using var session = new Session(In("poisoned"), poisoned: 7); // micro-batch 7 is the second of step 2
        byte[]? before = null;
        foreach (long step in new long[] { 1, 2 })
        {
            using var stop = new CancellationTokenSource();
            session.Training.Run(r => { if (r.Step == step) stop.Cancel(); }, (_, _) => { }, null, stop.Token);
            if (before is null) before = session.Bits();
            else Assert.Equal(before, session.Bits());
        }
        Assert.Contains(JsonLinesLog.Read(session.Folder.Events), e => e.GetProperty("event").GetString() == "skipped" && e.GetProperty("step").GetInt64() == 2);
        Assert.Equal(TrainingOutcome.Completed, session.Run());
        Assert.NotEqual(before, session.Bits());
    }

    [Fact]
    public void Too_many_skips_end_the_run_with_a_checkpoint()
    {
        using var session = new Session(In("halted"), Session.Options with { MaxSkips = 0 }, poisoned: 7);

        var halt = Assert.Throws<TrainingHaltedException>(() => session.Run());

        Assert.Equal(2, halt.Step);
        using var again = new Session(In("halted"));
        Assert.Equal(2, again.Training.State.Step);
    }

    public void Dispose() => _folder.Dispose();

    private (byte[] Bits, string Log) Uninterrupted()
    {
        using var session = new Session(In("whole"));
        if (session.Training.State.Step < Session.Options.Steps) session.Run();
        return (session.Bits(), File.ReadAllText(session.Folder.Metrics));
    }

    private string In(string name) => Path.Combine(_folder.Path, name);
}
