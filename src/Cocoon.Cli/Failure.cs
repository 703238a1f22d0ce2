using Cocoon.Evaluation;
using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Cli;

/// <summary>How an expected failure ends the process: what is said, and the exit code.</summary>
public sealed record Failure(int ExitCode, string Message)
{
    private const int NoSpaceLeftLinux = 28, QuotaExceededLinux = 122;
    private const int DiskFullWindows = unchecked((int)0x80070070), HandleDiskFullWindows = unchecked((int)0x80070027);

    /// <summary>The failure that an exception stands for; null if it is a bug.</summary>
    public static Failure? Of(Exception e) => e switch
    {
        RecipeException or UsageException or RunInUseException => new(Cli.ExitCode.BadUsage, e.Message),
        OutOfMemoryException => new(Cli.ExitCode.OutOfResource, $"Not enough memory: {e.Message} Take smaller batches (data.sequencesPerBatch) and raise training.accumulate."),
        _ when IsDiskFull(e) => new(Cli.ExitCode.OutOfResource, $"The disk is full: {e.Message} Free some space, then run the same command, or cocoon resume for a training."),
        CorpusException => new(Cli.ExitCode.BadInput, CorpusArguments.Translate(e.Message)),
        TrainingHaltedException halted => new(Cli.ExitCode.GuardStopped, $"{e.Message}\nA checkpoint holds the last good weights. Look at the batch: cocoon inspect {e.Data[Application.RunFolderKey] ?? "RUN"} --batch {halted.Step}"),
        ShardException or SafetensorsException or CheckpointException or TaskDataException => new(Cli.ExitCode.BadInput, e.Message),
        FileNotFoundException or DirectoryNotFoundException => new(Cli.ExitCode.BadInput, e.Message),
        UnauthorizedAccessException => new(Cli.ExitCode.BadInput, e.Message),
        InvalidDataException => new(Cli.ExitCode.BadInput, e.Message),
        _ => null,
    };

    /// <summary>True if the system refused to write because there is no room.</summary>
    private static bool IsDiskFull(Exception? e) => e is not null && (e is IOException
        && e.HResult is NoSpaceLeftLinux or QuotaExceededLinux or DiskFullWindows or HandleDiskFullWindows || IsDiskFull(e.InnerException));
}
