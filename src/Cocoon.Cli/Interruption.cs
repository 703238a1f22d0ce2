using System.Runtime.InteropServices;

namespace Cocoon.Cli;

/// <summary>SIGINT and SIGTERM: the first asks a training to stop with a checkpoint, the second ends the process at once.</summary>
/// <remarks>Outside a training there is nothing to save, and nothing half-written under its final name: the first signal ends the process.</remarks>
public sealed class Interruption : IDisposable
{
    private const string ShowCursor = "\u001b[?25h"; // a bar that is being drawn hides it

    private readonly PosixSignalRegistration _interrupt, _terminate;
    private readonly CancellationTokenSource _stop = new();
    private int _signals;
    private volatile Action<string>? _say;

    public Interruption()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
    }

    /// <summary>Canceled by the first signal during a training.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>From now on the first signal is a request; the caller must poll <see cref="Stop"/>.</summary>
    /// <param name="say">Tells the person that the request was heard; called by another thread.</param>
    public void BecomeGraceful(Action<string> say) => _say = say;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _stop.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _signals) == 1 && _say is { } say)
        {
            _stop.Cancel();
            say($"{context.Signal}: finishing the step and writing a checkpoint; once more ends at once.");
            return;
        }
        if (!Console.IsErrorRedirected) Console.Error.WriteLine(ShowCursor);
        Environment.Exit(ExitCode.Interrupted);
    }
}
