namespace Cocoon.Testing;

/// <summary>Where the files of this repository are, whatever folder a test runs in.</summary>
public static class Repository
{
    /// <summary>The folder of <c>Cocoon.slnx</c>.</summary>
    public static string Root { get; } = Find();

    /// <summary>A file or folder of the repository.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Cocoon.slnx"))) return folder.FullName;
        throw new DirectoryNotFoundException($"No Cocoon.slnx above {AppContext.BaseDirectory}.");
    }
}
