namespace Cocoon.Kernels;

/// <summary>One background thread of a team: waits for a post, runs it, reports.</summary>
internal sealed class Worker : IDisposable
{
    private readonly WorkerTeam _team;
    private readonly int _index;
    private readonly int _spins;
    private readonly Thread _thread;
    private readonly Signal _posted = new();
    private int _posts;

    public Worker(WorkerTeam team, int index, int spins)
    {
        (_team, _index, _spins) = (team, index, spins);
        _thread = new(Loop) { IsBackground = true, Name = $"cocoon-worker-{index}" };
        _thread.Start();
    }

    /// <summary>Makes the thread look at its team once more. Everything written before is visible to it.</summary>
    public void Post() => _posted.Raise(++_posts);

    /// <summary>Waits until the thread has ended; post it first.</summary>
    public void Dispose()
    {
        _thread.Join();
        _posted.Dispose();
    }

    private void Loop()
    {
        for (int next = 1; ; next++)
        {
            _posted.Wait(next, _spins);
            if (!_team.RunShare(_index)) return;
        }
    }
}
