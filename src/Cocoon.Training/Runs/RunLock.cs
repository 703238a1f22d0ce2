using System.Globalization;

namespace Cocoon.Training;

/// <summary>Keeps a run folder for one process. The system lets go when the process ends, however it ends.</summary>
public sealed class RunLock : IDisposable
{
    private const string FileName = "lock", HolderName = "lock.holder";
    private readonly FileStream _file;

    /// <param name="run">The run folder.</param>
    /// <exception cref="RunInUseException">Another process has it.</exception>
    public RunLock(string run)
    {
        string path = Path.Combine(run, FileName);
        try
        {
            _file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new RunInUseException($"{run} is in use by another process{Holder(run)}. Wait until it ends, or stop it, or choose another folder.", e);
        }
        // In a file of its own: a locked file cannot be read.
        File.WriteAllText(Path.Combine(run, HolderName), string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} on {Environment.MachineName}\n"));
    }

    public void Dispose() => _file.Dispose();

    private static string Holder(string run)
    {
        string path = Path.Combine(run, HolderName);
        return File.Exists(path) ? $" ({File.ReadAllText(path).Trim()})" : "";
    }
}
