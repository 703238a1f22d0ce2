using System.Diagnostics;

namespace Cocoon.Tensors;

/// <summary>Where the time of passes goes, operation by operation: given to a <see cref="Tape"/>, filled by it.</summary>
/// <remarks>An operation records itself when its forward work is done, so the time since the event before it is its own, the objective's
/// integers between two operations included. Backward closures are timed one by one.</remarks>
public sealed class TapeProfile
{
    private readonly List<(string Operation, bool Backward, long Start, long End)> _spans = [];
    private long _mark;

    /// <summary>Every stretch of work so far, in the order of time.</summary>
    public IEnumerable<(string Operation, bool Backward, TimeSpan Start, TimeSpan Length)> Spans =>
        _spans.Select(s => (s.Operation, s.Backward, Stopwatch.GetElapsedTime(_spans[0].Start, s.Start), Stopwatch.GetElapsedTime(s.Start, s.End)));

    /// <summary>Forgets everything: what follows is measured.</summary>
    public void Clear() => _spans.Clear();

    /// <summary>Work begins that no operation has announced yet.</summary>
    internal void Mark() => _mark = Stopwatch.GetTimestamp();

    /// <summary>The work since the last event was this operation's.</summary>
    internal void Add(string operation, bool backward)
    {
        long now = Stopwatch.GetTimestamp();
        _spans.Add((operation, backward, _mark, now));
        _mark = now;
    }
}
