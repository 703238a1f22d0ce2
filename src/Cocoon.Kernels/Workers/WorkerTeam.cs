using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Cocoon.Kernels;

/// <summary>A fixed number of threads, the caller among them, that share the blocks of one job at a time.</summary>
/// <remarks>
/// Worker w of W begins with the blocks [w · blocks / W, (w + 1) · blocks / W), so that neighbours in memory stay on one core;
/// who has finished his own takes what others have left, so that neither unequal blocks nor a busy core keep the rest waiting.
/// A job with one block, or on a team of one, runs on the caller and wakes nobody: small work should be one block.
/// Between jobs the threads spin for some ten microseconds, then park, so an idle team costs nothing.
/// </remarks>
public sealed unsafe class WorkerTeam : IDisposable
{
    private const int Spins = 2000;
    private const int CacheLine = 32; // ints in two cache lines, which are fetched together

    private readonly Worker[] _workers; // worker w is element w - 1: worker 0 is the caller
    private readonly Exception?[] _failures;
    private readonly int[] _next; // the block of each share that is taken next, each on a cache line of its own
    private readonly Signal _finished = new();
    private readonly int _spins;
    private int _jobs;
    private int _busy;
    private int _unfinished;
    private bool _disposed;

    // The job at hand: written before the workers are posted, untouched until all of them have finished.
    private delegate*<WorkerTeam, void*, int, void> _runBlocks;
    private void* _job;
    private int _blocks;
    private int _shares;

    /// <param name="threads">Number of workers, the caller included; at least 1.</param>
    public WorkerTeam(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
        _spins = threads <= Environment.ProcessorCount ? Spins : 0; // spinning beside a thread without a core only delays it
        _failures = new Exception?[threads];
        _next = new int[threads * CacheLine];
        _workers = new Worker[threads - 1];
        for (int w = 1; w < threads; w++) _workers[w - 1] = new(this, w, _spins);
    }

    /// <summary>Number of workers, the caller included.</summary>
    public int Threads { get; }

    /// <summary>Runs every block of a job exactly once and returns when all are done.</summary>
    /// <param name="blocks">Number of blocks; 0 does nothing.</param>
    /// <param name="job">What to run. It is shared by the workers during the run; what they leave in it is copied back.</param>
    /// <exception cref="InvalidOperationException">The team is at work: a job may not start another, nor may two threads share a team.</exception>
    /// <remarks>If blocks throw, the exception of the lowest worker is thrown again here, after all workers have stopped.</remarks>
    public void Run<TJob>(int blocks, ref TJob job) where TJob : struct, IBlockJob
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(blocks);
        if (blocks == 0) return;
        if (Interlocked.Exchange(ref _busy, 1) == 1)
            throw new InvalidOperationException("The worker team is at work: a job cannot start another one, and two threads cannot share a team.");
        try
        {
            var local = job; // on the stack, so its address holds while the workers use it
            void* address = Unsafe.AsPointer(ref local);
            if (blocks > 1 && Threads > 1) RunShared(&RunBlocks<TJob>, address, blocks);
            else for (int block = 0; block < blocks; block++) local.Run(block, 0);
            job = local;
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    /// <summary>Ends the threads. No job may be running.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        foreach (var worker in _workers) worker.Post();
        foreach (var worker in _workers) worker.Dispose();
        _finished.Dispose();
    }

    /// <summary>Runs a worker's part of the job at hand; false if the team has ended.</summary>
    internal bool RunShare(int worker)
    {
        if (_disposed) return false;
        Execute(worker);
        if (Interlocked.Decrement(ref _unfinished) == 0) _finished.Raise(_jobs);
        return true;
    }

    private void RunShared(delegate*<WorkerTeam, void*, int, void> runBlocks, void* job, int blocks)
    {
        _runBlocks = runBlocks;
        _job = job;
        _blocks = blocks;
        _shares = Math.Min(blocks, Threads);
        for (int w = 0; w < _shares; w++) _next[w * CacheLine] = Share(w);
        _unfinished = _shares - 1;
        int number = ++_jobs;
        for (int w = 1; w < _shares; w++) _workers[w - 1].Post();
        Execute(0);
        _finished.Wait(number, _spins);
        Exception? first = null;
        foreach (ref var failure in _failures.AsSpan(0, _shares))
        {
            first ??= failure;
            failure = null;
        }
        if (first is not null) ExceptionDispatchInfo.Throw(first);
    }

    private void Execute(int worker)
    {
        try
        {
            _runBlocks(this, _job, worker);
        }
#pragma warning disable CA1031 // An exception must not end a worker; it is thrown again on the caller.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _failures[worker] = exception;
        }
    }

    private static void RunBlocks<TJob>(WorkerTeam team, void* job, int worker) where TJob : struct, IBlockJob
    {
        ref var typed = ref Unsafe.AsRef<TJob>(job);
        for (int i = 0; i < team._shares; i++)
        {
            int share = (worker + i) % team._shares, end = team.Share(share + 1);
            ref int next = ref team._next[share * CacheLine];
            while (Volatile.Read(ref next) < end)
            {
                int block = Interlocked.Increment(ref next) - 1;
                if (block < end) typed.Run(block, worker);
            }
        }
    }

    /// <summary>The first block of a worker's share.</summary>
    private int Share(int worker) => (int)((long)_blocks * worker / _shares);
}
