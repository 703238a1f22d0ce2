using System.Globalization;
using Xunit;

namespace Cocoon.SystemTests.Runs;

/// <summary>However a training ends, the run goes on to the bytes of one that was never interrupted.</summary>
public sealed class KillTests(KillTests.Whole whole) : IClassFixture<KillTests.Whole>, IDisposable
{
    private const int Killed = 128 + 9, Stopped = 75;
    private readonly WorkFolder _work = new();

    [Theory]
    [InlineData(0.15)]
    [InlineData(0.35)]
    [InlineData(0.55)]
    [InlineData(0.75)]
    [InlineData(0.95)]
    public void Kill_at_any_instant(double fraction)
    {
        using (var running = Cli.Start(whole.Data.Pretrain(_work["run"])))
        {
            // The instants spread over the whole life of the process, its start and its end included.
            Thread.Sleep(whole.Time * fraction);
            running.Signal("KILL");
            running.Process.WaitForExit();
        }
        Finish();
        RunBytes.AssertEqual(whole.Run, _work["run"]);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void Kill_before_any_operation_of_a_save(int operation)
    {
        var result = Cli.RunWith(("COCOON_FAILPOINT", $"checkpoint:{operation.ToString(CultureInfo.InvariantCulture)}"), whole.Data.Pretrain(_work["run"]));
        Assert.Equal(Killed, result.ExitCode);
        Finish();
        RunBytes.AssertEqual(whole.Run, _work["run"]);
    }

    // A save passes thirteen operations; the recipe saves three times. Every other one, over all three.
    public static TheoryData<int> Operations => [.. Enumerable.Range(0, 13).Select(i => 1 + 3 * i)];

    [Theory]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(25)]
    public void A_full_disk_ends_with_the_last_good_checkpoint(int operation)
    {
        Cli.RunWith(("COCOON_FAILPOINT", $"checkpoint:{operation.ToString(CultureInfo.InvariantCulture)}:full"), whole.Data.Pretrain(_work["run"])).ShouldFail(4, "disk is full");
        Assert.Empty(Directory.GetDirectories(Path.Combine(_work["run"], "checkpoints"), "*.tmp-*"));
        Finish();
        RunBytes.AssertEqual(whole.Run, _work["run"]);
    }

    [Fact]
    public void A_polite_signal_ends_with_a_checkpoint()
    {
        foreach (string signal in new[] { "TERM", "INT" })
        {
            string run = _work[signal];
            using var running = Cli.Start(whole.Data.Pretrain(run, "--set", "training.steps=100000"));
            running.WaitForError("step 5/");
            running.Signal(signal);
            var result = Cli.Finish(running);
            Assert.True(result.ExitCode == Stopped, $"exit {result.ExitCode}\n{result.Error}");
            Assert.Contains("writing a checkpoint", result.Error, StringComparison.Ordinal);
            Cli.Run(["resume", run, "--max-time", "0.01s"]).ShouldFail(Stopped, "of 100,000 steps are taken");
        }
    }

    [Fact]
    public void A_run_in_use_is_refused()
    {
        using var running = Cli.Start(whole.Data.Pretrain(_work["run"], "--set", "training.steps=100000"));
        running.WaitForError("step 5/");
        Cli.Run(["resume", _work["run"]]).ShouldFail(2, "is in use by another process");
    }

    public void Dispose() => _work.Dispose();

    /// <summary>Goes on with the run; a start that was killed before it had a recipe begins again.</summary>
    private void Finish()
    {
        if (File.Exists(Path.Combine(_work["run"], "recipe.json"))) Cli.Succeed(["resume", _work["run"]]);
        else Cli.Succeed(whole.Data.Pretrain(_work["run"]));
    }

    /// <summary>How long the tiny recipe takes without interruption.</summary>
    public sealed class Whole : IDisposable
    {
        public Whole()
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            Run = Data.Whole;
            Time = clock.Elapsed;
        }

        public TinyData Data { get; } = new();

        public string Run { get; }

        public TimeSpan Time { get; }

        public void Dispose() => Data.Dispose();
    }
}
