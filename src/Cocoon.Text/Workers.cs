namespace Cocoon.Text;

/// <summary>Several threads at the same work, the caller's among them.</summary>
internal static class Workers
{
    /// <summary>Calls <paramref name="work"/> on each thread and returns when all have; each call takes what is left to do until nothing is.</summary>
    /// <param name="threads">Number of threads, at least 1.</param>
    /// <param name="work">What each does.</param>
    /// <remarks>What one of them throws is thrown, the caller's first; nothing outlives the call.</remarks>
    public static void Run(int threads, Action work)
    {
        Task[] others = [.. Enumerable.Range(1, threads - 1).Select(_ => Task.Run(work, CancellationToken.None))];
        try
        {
            work();
        }
        finally
        {
            Task.WhenAll(others).ContinueWith(static _ => { }, TaskScheduler.Default).Wait(CancellationToken.None);
        }

        foreach (var other in others) other.GetAwaiter().GetResult();
    }
}
