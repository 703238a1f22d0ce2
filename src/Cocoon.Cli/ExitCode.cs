namespace Cocoon.Cli;

/// <summary>What the process tells the script that started it; the whole list, and nowhere else.</summary>
public static class ExitCode
{
    /// <summary>Success.</summary>
    public const int Ok = 0;

    /// <summary>A bug: the stack and the run folder are printed.</summary>
    public const int InternalError = 1;

    /// <summary>A command line or a recipe that cannot be meant.</summary>
    public const int BadUsage = 2;

    /// <summary>Bad or corrupt input; the message names file, line or offset.</summary>
    public const int BadInput = 3;

    /// <summary>No more disk or memory.</summary>
    public const int OutOfResource = 4;

    /// <summary>Training stopped by a guard: too many steps whose numbers were not finite.</summary>
    public const int GuardStopped = 5;

    /// <summary>Stopped cleanly with a checkpoint: run <c>cocoon resume</c>. The value is sysexits' EX_TEMPFAIL.</summary>
    public const int Stopped = 75;

    /// <summary>Interrupted before a checkpoint could be written.</summary>
    public const int Interrupted = 130;
}
