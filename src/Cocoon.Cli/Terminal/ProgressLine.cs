using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary>Shows how far a long command has come: one line drawn over on a terminal, a plain line now and then elsewhere.</summary>
public sealed class ProgressLine(CommandConsole console, string what, TimeProvider time) : IProgress<CorpusProgress>, IDisposable
{
    private static readonly TimeSpan s_onTerminal = TimeSpan.FromMilliseconds(100), s_elsewhere = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private readonly long _start = time.GetTimestamp();
    private long _shown = time.GetTimestamp();
    private bool _drawn;

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
            if (time.GetElapsedTime(_shown) < (console.Interactive ? s_onTerminal : s_elsewhere)) return;
            _shown = time.GetTimestamp();
            double fraction = total > 0 ? Math.Clamp(done / total, 0, 1) : 0;
            var elapsed = time.GetElapsedTime(_start);
            string left = fraction > 0.01 ? $", {CommandConsole.Time(elapsed / fraction - elapsed)} left" : "";
            if (!console.Interactive)
            {
                console.Say($"{what}: {fraction:P0}{left}, {detail}");
                return;
            }
            int filled = (int)(fraction * 24);
            console.Redraw($"{what} {new string('█', filled)}{new string('░', 24 - filled)} {fraction,4:P0}{left}  {detail}");
            _drawn = true;
        }
    }

    /// <summary>Removes the line from the terminal.</summary>
    public void Dispose()
    {
        if (_drawn) console.Redraw("");
        if (_drawn) console.Say("");
    }
}
