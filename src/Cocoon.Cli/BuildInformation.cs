using System.Reflection;

namespace Cocoon.Cli;

/// <summary>Which build this is.</summary>
public static class BuildInformation
{
    private static readonly string s_informational =
        typeof(BuildInformation).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The version, such as 0.1.0.</summary>
    public static string Version => s_informational.Split('+')[0];

    /// <summary>The commit that was built; empty if it was not built from a repository.</summary>
    public static string Commit => s_informational.Contains('+', StringComparison.Ordinal) ? s_informational.Split('+', 2)[1] : "";
}
