using Cocoon.Kernels;
using Xunit;

namespace Cocoon.Tests.Kernels;

public sealed class WorkerTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Every_block_runs_exactly_once_in_job_after_job(int threads)
    {
        using WorkerTeam team = new(threads);
        for (int blocks = 0; blocks < 200; blocks++)
        {
            var counts = new int[blocks];
            Counting job = new(counts, new int[blocks]);
            team.Run(blocks, ref job);
            Assert.All(counts, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void Workers_begin_far_apart_and_have_valid_numbers()
    {
        using WorkerTeam team = new(3);
        var workers = new int[30];
        Meeting job = new(workers, new CountdownEvent(3));
        team.Run(30, ref job);
        Assert.Equal([0, 1, 2], [workers[0], workers[10], workers[20]]);
        Assert.All(workers, worker => Assert.InRange(worker, 0, 2));
    }

    [Fact]
    public void A_worker_that_has_finished_takes_what_others_have_left()
    {
        using WorkerTeam team = new(2);
        var workers = new int[10];
        Blocking job = new(workers, new CountdownEvent(9));
        team.Run(10, ref job);
        Assert.Single(workers, 0); // the caller was held up in its first block until the other worker had done all the rest
    }

    [Fact]
    public void A_parked_team_wakes_up()
    {
        using WorkerTeam team = new(2);
        for (int i = 0; i < 3; i++)
        {
            var counts = new int[8];
            Counting job = new(counts, new int[8]);
            team.Run(8, ref job);
            Assert.All(counts, count => Assert.Equal(1, count));
            Thread.Sleep(20);
        }
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(3, 0)]
    [InlineData(3, 4)]
    [InlineData(3, 8)]
    public void An_exception_of_any_worker_reaches_the_caller_and_the_team_lives_on(int threads, int failing)
    {
        using WorkerTeam team = new(threads);
        Failing failure = new(failing);
        var thrown = Assert.Throws<FormatException>(() => team.Run(9, ref failure));
        Assert.Equal($"block {failing}", thrown.Message);

        var counts = new int[9];
        Counting job = new(counts, new int[9]);
        team.Run(9, ref job);
        Assert.All(counts, count => Assert.Equal(1, count));
    }

    [Fact]
    public void A_job_cannot_start_another_on_its_team()
    {
        using WorkerTeam team = new(2);
        Nesting job = new(team);
        Assert.Throws<InvalidOperationException>(() => team.Run(2, ref job));
    }

    [Fact]
    public void What_a_job_holds_comes_back()
    {
        using WorkerTeam team = new(1);
        Summing job = default;
        team.Run(4, ref job);
        Assert.Equal(6, job.Sum);
    }

    [Fact]
    public void A_warm_run_allocates_nothing()
    {
        using WorkerTeam team = new(2);
        Counting job = new(new int[8], new int[8]);
        for (int i = 0; i < 100; i++) team.Run(8, ref job);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) team.Run(8, ref job);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_disposed_team_refuses_work_and_can_be_disposed_again()
    {
        WorkerTeam team = new(3);
        team.Dispose();
        team.Dispose();
        Summing job = default;
        Assert.Throws<ObjectDisposedException>(() => team.Run(1, ref job));
    }

    [Fact]
    public void A_team_has_at_least_one_worker() => Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerTeam(0));

    private readonly struct Counting(int[] counts, int[] workers) : IBlockJob
    {
        public void Run(int block, int worker)
        {
            Interlocked.Increment(ref counts[block]);
            workers[block] = worker;
        }
    }

    // The first block of each share waits until all of them run.
    private readonly struct Meeting(int[] workers, CountdownEvent arrived) : IBlockJob
    {
        public void Run(int block, int worker)
        {
            workers[block] = worker;
            if (block % 10 != 0) return;
            arrived.Signal();
            arrived.Wait();
        }
    }

    // The first block waits for all others.
    private readonly struct Blocking(int[] workers, CountdownEvent others) : IBlockJob
    {
        public void Run(int block, int worker)
        {
            workers[block] = worker;
            if (block == 0) others.Wait();
            else others.Signal();
        }
    }

    private readonly struct Failing(int failing) : IBlockJob
    {
        public void Run(int block, int worker)
        {
            if (block == failing) throw new FormatException($"block {block}");
        }
    }

    private readonly struct Nesting(WorkerTeam team) : IBlockJob
    {
        public void Run(int block, int worker)
        {
            Summing inner = default;
            team.Run(1, ref inner);
        }
    }

    private struct Summing : IBlockJob
    {
        public int Sum { get; private set; }

        public void Run(int block, int worker) => Sum += block;
    }
}
