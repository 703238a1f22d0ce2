namespace Cocoon.Cli;

/// <summary>Files that come with the tool, beside its program: recipes and sample text.</summary>
public static class ShippedFiles
{
    /// <summary>Folder of the sample text.</summary>
    public static string Samples => Path.Combine(AppContext.BaseDirectory, "samples");

    /// <summary>A file named by a person: as it is, or beside the tool if there is none of that name here.</summary>
    public static string Find(string path)
    {
        string shipped = Path.Combine(AppContext.BaseDirectory, path);
        return File.Exists(path) || !File.Exists(shipped) ? path : shipped;
    }
}
