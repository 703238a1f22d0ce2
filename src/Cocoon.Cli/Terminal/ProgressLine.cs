using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary>Shows how far a long command has come: a bar on a terminal, a plain line now and then elsewhere.</summary>
public sealed class ProgressLine : IProgress<CorpusProgress>
{
    private static readonly TimeSpan s_onTerminal = TimeSpan.FromMilliseconds(100), s_elsewhere = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private readonly CommandConsole _console;
    private readonly LiveBar? _bar;
    private readonly string _what;
    private readonly TimeProvider _time;
    private readonly long _start;
    private long _shown;

    private ProgressLine(CommandConsole console, LiveBar? bar, string what, TimeProvider time)
    {
        (_console, _bar, _what, _time) = (console, bar, what, time);
        _start = _shown = time.GetTimestamp();
    }

    /// <summary>Does work that reports how far it is.</summary>
    /// <param name="console">Where to show it.</param>
    /// <param name="what">What is done, in a word.</param>
    /// <param name="work">The work.</param>
    public static T During<T>(CommandConsole console, string what, Func<ProgressLine, T> work) =>
        console.Live(bar => work(new(console, bar, what, TimeProvider.System)));

    /// <inheritdoc/>
    public void Report(CorpusProgress value) =>
        Show(value.BytesRead, value.TotalBytes, $"{value.Documents:N0} documents, {value.Source}");

    /// <summary>Shows progress, unless it was shown a moment ago.</summary>
    /// <param name="done">How much is done, in any unit.</param>
    /// <param name="total">How much there is.</param>
    /// <param name="detail">What else to say.</param>
    public void Show(double done, double total, string detail)
    {
        lock (_gate)
        {
            if (_time.GetElapsedTime(_shown) < (_bar is null ? s_elsewhere : s_onTerminal)) return;
            _shown = _time.GetTimestamp();
            double fraction = total > 0 ? Math.Clamp(done / total, 0, 1) : 0;
            var elapsed = _time.GetElapsedTime(_start);
            string left = fraction > 0.01 ? $"{CommandConsole.Time(elapsed / fraction - elapsed)} left, " : "";
            if (_bar is null) _console.Say($"{_what}: {fraction:P0}, {left}{detail}");
            else _bar.Draw(_what, fraction, left + detail);
        }
    }
}
