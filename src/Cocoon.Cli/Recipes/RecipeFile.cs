using System.Text.Json;
using System.Text.Json.Nodes;
using Cocoon.Training;

namespace Cocoon.Cli;

/// <summary>Reads recipe files: JSON with comments, each laid over the one that it extends.</summary>
public static class RecipeFile
{
    private const int LargestFile = 1 << 20, DeepestNesting = 16, LongestChain = 16;

    private static readonly JsonDocumentOptions s_documents = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
        MaxDepth = DeepestNesting,
    };

    /// <summary>The fields of a recipe and of all its bases; "$schema" and "extends" are gone.</summary>
    /// <param name="path">A recipe file; its "extends" is relative to its own folder.</param>
    /// <exception cref="RecipeException">A file cannot be read, is not JSON, or extends itself.</exception>
    public static JsonObject Read(string path) => Read(Path.GetFullPath(path), []);

    /// <summary>Reads a file as a record, with overrides, and judges it.</summary>
    /// <param name="path">The file; its "extends" is relative to its own folder.</param>
    /// <param name="overrides">Assignments such as <c>training.steps=100</c>.</param>
    /// <param name="judge">Finds the problems of what could be read.</param>
    /// <exception cref="RecipeException">It cannot be run; every reason is told at once.</exception>
    public static T Read<T>(string path, IEnumerable<string> overrides, Func<T, IEnumerable<RecipeProblem>> judge)
    {
        var json = Read(path);
        var problems = overrides.Select(assignment => Assign(json, assignment)).OfType<RecipeProblem>().ToList();
        var value = RecipeShape.Read<T>(json, problems);
        problems.AddRange(judge(value).Where(p => !problems.Exists(told => told.Path == p.Path)).ToList());
        return problems.Count == 0 ? value : throw new RecipeException(path, problems);
    }

    /// <summary>Sets one field, as in <c>training.steps=100</c>; the value is JSON, or text if it is none.</summary>
    /// <returns>What is wrong with the assignment; null if nothing is.</returns>
    public static RecipeProblem? Assign(JsonObject recipe, string assignment)
    {
        int equals = assignment.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0) return new($"--set {assignment}", "This is not path=value.", "Write for example --set training.steps=100.");
        string[] path = assignment[..equals].Split('.');
        var target = recipe;
        foreach (string name in path[..^1])
        {
            if (target[name] is not JsonObject)
            {
                if (target[name] is not null) return new($"--set {assignment}", $"'{name}' is a value, not a section.", "Name a field of a section.");
                target[name] = new JsonObject();
            }
            target = (JsonObject)target[name]!;
        }
        Supersede(target, path[^1]);
        target[path[^1]] = Value(assignment[(equals + 1)..]);
        return null;
    }

    private static JsonObject Read(string path, List<string> chain)
    {
        if (chain.Contains(path, StringComparer.Ordinal) || chain.Count == LongestChain)
            throw Fail(path, "extends", $"The chain of bases does not end: {string.Join(" → ", chain.Append(path).Select(Path.GetFileName))}.", "Let one of them extend nothing.");
        chain.Add(path);
        var recipe = Parse(path);
        recipe.Remove("$schema");
        if (!recipe.Remove("extends", out var extended)) return recipe;
        if (extended is not JsonValue value || !value.TryGetValue(out string? parent) || parent.Length == 0)
            throw Fail(path, "extends", "This is not the path of a recipe.", "Write it relative to this file's folder.");
        var merged = Read(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, parent)), chain);
        Overlay(merged, recipe);
        return merged;
    }

    private static JsonObject Parse(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LargestFile) throw Fail(path, "(file)", "More than 1 MiB.", "Is this a recipe?");
            return JsonNode.Parse(File.ReadAllBytes(path).AsSpan().TrimStart("\uFEFF"u8), documentOptions: s_documents) as JsonObject
                ?? throw Fail(path, "(file)", "The outermost value is not an object.", "A recipe is { … }.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw Fail(path, "(file)", "It cannot be read: " + (e is UnauthorizedAccessException ? "no permission, or a folder." : "it does not exist."), Nearest(path));
        }
        catch (JsonException e)
        {
            string place = e.LineNumber is { } line ? $"line {line + 1}, byte {e.BytePositionInLine + 1}" : "(file)";
            throw Fail(path, place, "Not JSON: " + Reason(e), "Comments and trailing commas are allowed; names and text need double quotes.");
        }
    }

    private static string Reason(JsonException e)
    {
        int end = e.Message.IndexOf(" LineNumber", StringComparison.Ordinal), path = e.Message.IndexOf(" Path:", StringComparison.Ordinal);
        if (path >= 0 && (end < 0 || path < end)) end = path;
        return end < 0 ? e.Message : e.Message[..end];
    }

    private static string Nearest(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder)) return "Recipes that come with the tool lie in recipes/.";
        var names = Directory.EnumerateFiles(folder, "*.json").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal).ToList();
        return NearestName.Of(Path.GetFileName(path), names) is { } nearest ? $"Did you mean '{nearest}'?" : "Recipes that come with the tool lie in recipes/.";
    }

    private static void Overlay(JsonObject below, JsonObject above)
    {
        foreach (var (name, _) in above) Supersede(below, name);
        foreach (var (name, value) in above)
        {
            if (value is JsonObject section && below[name] is JsonObject existing && SameKind(existing, section)) Overlay(existing, section);
            else below[name] = value?.DeepClone();
        }
    }

    /// <summary>Makes room in a section for a field that says again, in another way, what an inherited one says.</summary>
    private static void Supersede(JsonObject section, string field)
    {
        if (field == "duration") section.Remove("steps");
        if (field == "steps") section.Remove("duration");
    }

    /// <summary>A section with another "type" replaces its base: the fields of one objective mean nothing to another.</summary>
    private static bool SameKind(JsonObject below, JsonObject above) =>
        above["type"] is not { } type || below["type"] is { } baseType && JsonNode.DeepEquals(type, baseType);

    private static JsonNode? Value(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: s_documents);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    private static RecipeException Fail(string file, string path, string message, string hint) => new(file, [new(path, message, hint)]);
}
