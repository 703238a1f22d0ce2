namespace Cocoon.Training;

/// <summary>Counts the steps that were skipped because a loss or gradient was not finite, and says when they are too many.</summary>
/// <param name="most">Skips allowed in any <see cref="Window"/> consecutive steps.</param>
public sealed class SkipBudget(int most)
{
    /// <summary>Steps over which skips are counted.</summary>
    public const long Window = 1_000;

    private readonly Queue<long> _steps = new();

    /// <summary>Skips allowed in any <see cref="Window"/> consecutive steps.</summary>
    public int Most => most;

    /// <summary>The skipped steps that still count, as of the last skip.</summary>
    public IReadOnlyCollection<long> Steps => _steps;

    /// <summary>True if there were more skips than allowed when the last one was counted.</summary>
    public bool IsExceeded { get; private set; }

    /// <summary>Counts a skip.</summary>
    public void Add(long step)
    {
        while (_steps.TryPeek(out long first) && first <= step - Window) _steps.Dequeue();
        _steps.Enqueue(step);
        IsExceeded = _steps.Count > most;
    }

    /// <summary>Goes on from the skips of an earlier session. A run that was halted gets one more chance: its next skip halts it again.</summary>
    public void Restore(IEnumerable<long> steps)
    {
        _steps.Clear();
        foreach (long step in steps) _steps.Enqueue(step);
        IsExceeded = false;
    }
}
