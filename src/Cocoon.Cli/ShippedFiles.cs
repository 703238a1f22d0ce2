using System.Buffers;

namespace Cocoon.Cli;

/// <summary>Files that come with the tool, beside its program: recipes and sample text.</summary>
public static class ShippedFiles
{
    private static readonly SearchValues<char> s_nameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Folder of the sample text.</summary>
    public static string Samples => Path.Combine(AppContext.BaseDirectory, "samples");

    /// <summary>A file named by a person: as it is, or beside the tool if there is none of that name here.</summary>
    public static string Find(string path)
    {
        string shipped = Path.Combine(AppContext.BaseDirectory, path);
        return File.Exists(path) || !File.Exists(shipped) ? path : shipped;
    }

    /// <summary>A recipe named by a person: a file as <see cref="Find"/> finds it, or the name of one that comes with the tool.</summary>
    /// <param name="name">A path, or a name without folder and ending such as <c>coco-lm-mini</c>.</param>
    /// <param name="kind">Folder of <c>recipes</c> that holds recipes of this kind.</param>
    public static string FindRecipe(string name, string kind)
    {
        string found = Find(name), folder = Path.Combine(AppContext.BaseDirectory, "recipes", kind);
        if (File.Exists(found) || name.AsSpan().IndexOfAnyExcept(s_nameCharacters) >= 0) return found;
        return Directory.EnumerateFiles(folder, $"{name}.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).FirstOrDefault() ?? found;
    }
}
