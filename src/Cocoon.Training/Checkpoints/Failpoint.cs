using System.Diagnostics;
using System.Globalization;

namespace Cocoon.Training;

/// <summary>A place where a test can end the process or fill the disk, to see what that leaves behind.</summary>
/// <remarks>The environment variable COCOON_FAILPOINT, such as <c>checkpoint:7</c>, kills the process without warning just before the seventh operation
/// on the disk that saves checkpoints; <c>checkpoint:7:full</c> makes that operation fail as on a full disk. A test may give an action of its own instead.</remarks>
/// <param name="name">Which operations are counted.</param>
/// <param name="act">What happens before operation number n, from 1.</param>
public sealed class Failpoint(string name, Action<long> act)
{
    private const int NoSpace = 28; // errno ENOSPC
    private long _count;

    /// <summary>Does nothing, or what the environment says.</summary>
    public static Failpoint FromEnvironment(string name)
    {
        string[] parts = (Environment.GetEnvironmentVariable("COCOON_FAILPOINT") ?? "").Split(':');
        bool armed = parts.Length is 2 or 3 && parts[0] == name && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out _);
        long at = armed ? long.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        bool full = parts.Length == 3 && parts[2] == "full";
        return new(name, n =>
        {
            if (n != at) return;
            if (full) throw new IOException("No space left on device (failpoint).", NoSpace);
            Process.GetCurrentProcess().Kill();
        });
    }

    /// <summary>Which operations are counted.</summary>
    public string Name => name;

    /// <summary>Counts one operation.</summary>
    public void Pass() => act(++_count);
}
