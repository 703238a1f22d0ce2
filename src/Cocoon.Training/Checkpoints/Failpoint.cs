using System.Diagnostics;
using System.Globalization;

namespace Cocoon.Training;

/// <summary>A place where a test can end the process, to see what a crash leaves behind.</summary>
/// <remarks>The environment variable COCOON_FAILPOINT, such as <c>checkpoint:7</c>, kills the process without warning just before the seventh operation
/// on the disk that saves checkpoints. A test may give an action of its own instead.</remarks>
/// <param name="name">Which operations are counted.</param>
/// <param name="act">What happens before operation number n, from 1.</param>
public sealed class Failpoint(string name, Action<long> act)
{
    private long _count;

    /// <summary>Does nothing, or what the environment says.</summary>
    public static Failpoint FromEnvironment(string name)
    {
        string[] parts = (Environment.GetEnvironmentVariable("COCOON_FAILPOINT") ?? "").Split(':');
        bool armed = parts.Length == 2 && parts[0] == name && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out _);
        long at = armed ? long.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        return new(name, n => { if (n == at) Process.GetCurrentProcess().Kill(); });
    }

    /// <summary>Which operations are counted.</summary>
    public string Name => name;

    /// <summary>Counts one operation.</summary>
    public void Pass() => act(++_count);
}
