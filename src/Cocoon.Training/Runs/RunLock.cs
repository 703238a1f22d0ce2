using System.Globalization;

namespace Cocoon.Training;

/// <summary>Keeps a run folder for one process. The system lets go when the process ends, however it ends.</summary>
public sealed class RunLock : IDisposable
{
    private const string FileName = "lock";
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
            throw new RunInUseException($"{run} is in use by another process. Wait until it ends, or stop it, or choose another folder.", e);
        }
        _file.SetLength(0);
        _file.Write(System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {Environment.MachineName}\n")));
        _file.Flush();
    }

    public void Dispose() => _file.Dispose();
}
