using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Cocoon.Training;

namespace Cocoon.Cli;

/// <summary>Holds the fields of a recipe against the records that they become: every name, type and omission at once.</summary>
/// <remarks>The serializer stops at its first complaint; a person who has made four mistakes wants to hear of four.</remarks>
public sealed class RecipeShape(JsonSerializerOptions options)
{
    private readonly List<RecipeProblem> _problems = [];

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<RecipeProblem> Problems => _problems;

    /// <summary>Makes the record of a file's fields.</summary>
    /// <param name="fields">The fields as written; what cannot be read is removed.</param>
    /// <param name="problems">Gets every problem of names, types and omissions.</param>
    /// <returns>The record of what could be read; where something required is missing, null stands in it.</returns>
    public static T Read<T>(JsonObject fields, List<RecipeProblem> problems)
    {
        var shape = new RecipeShape(RecipeJson.Strict);
        shape.Check(fields, typeof(T), "");
        problems.AddRange(shape.Problems);
        return fields.Deserialize<T>(RecipeJson.Lenient)!;
    }

    /// <summary>Checks a section and removes from it what cannot be read, so that the rest still can.</summary>
    /// <param name="section">The fields as written.</param>
    /// <param name="type">The record that they become.</param>
    /// <param name="path">Place of the section in the recipe; empty for the whole.</param>
    /// <returns>False if its kind cannot be told, so that nothing of it can be read.</returns>
    public bool Check(JsonObject section, Type type, string path)
    {
        var info = options.GetTypeInfo(type);
        string? discriminator = info.PolymorphismOptions?.TypeDiscriminatorPropertyName;
        if (info.PolymorphismOptions is { } kinds)
        {
            if (Kind(section, kinds, path) is not { } kind) return false;
            info = options.GetTypeInfo(kind);
        }
        var known = info.Properties.Where(p => p.Get is not null).ToDictionary(p => p.Name, StringComparer.Ordinal);
        foreach (string name in section.Select(f => f.Key).ToList())
        {
            if (known.TryGetValue(name, out var property)) CheckField(section, name, property.PropertyType, Join(path, name));
            else if (name != discriminator) Unknown(section, name, known.Keys, path);
        }
        foreach (var property in known.Values)
            if (property.IsRequired && !section.ContainsKey(property.Name) && !Reported(Join(path, property.Name)))
                _problems.Add(new(Join(path, property.Name), "This is missing.", $"Expected {Describe(property.PropertyType)}."));
        return true;
    }

    private bool Reported(string path) => _problems.Exists(p => p.Path == path || p.Path.StartsWith(path + ".", StringComparison.Ordinal));

    private void CheckField(JsonObject section, string name, Type type, string path)
    {
        var node = section[name];
        bool isSection = options.GetTypeInfo(type).Kind == JsonTypeInfoKind.Object;
        if (SectionOf(type) is { } element && node is JsonArray list)
        {
            CheckList(list, element, path);
            return;
        }
        if (isSection && node is JsonObject child)
        {
            if (!Check(child, type, path)) section.Remove(name);
            return;
        }
        if (!isSection && Readable(node, type)) return;
        string? near = type.IsEnum && node is JsonValue value && value.TryGetValue(out string? text) ? NearestName.Of(text, Names(type)) : null;
        _problems.Add(new(path, $"{Shorten(node)} is not {Describe(type)}.", near is null ? $"Expected {Describe(type)}." : $"Did you mean \"{near}\"?"));
        section.Remove(name);
    }

    private void CheckList(JsonArray list, Type element, string path)
    {
        var unreadable = new List<JsonNode?>();
        for (int i = 0; i < list.Count; i++)
        {
            if (list[i] is JsonObject child && Check(child, element, $"{path}[{i}]")) continue;
            if (list[i] is not JsonObject) _problems.Add(new($"{path}[{i}]", $"{Shorten(list[i])} is not {Describe(element)}.", $"Expected {Describe(element)}."));
            unreadable.Add(list[i]);
        }
        foreach (var node in unreadable) list.Remove(node);
    }

    /// <summary>What a list of sections holds; null for all other types.</summary>
    private Type? SectionOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) && type.GetGenericArguments()[0] is var element && options.GetTypeInfo(element).Kind == JsonTypeInfoKind.Object ? element : null;

    private bool Readable(JsonNode? node, Type type)
    {
        if (node is null) return Nullable.GetUnderlyingType(type) is not null;
        try
        {
            node.Deserialize(type, options);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            return false;
        }
    }

    private Type? Kind(JsonObject section, JsonPolymorphismOptions kinds, string path)
    {
        string field = Join(path, kinds.TypeDiscriminatorPropertyName);
        var names = kinds.DerivedTypes.Select(t => (string)t.TypeDiscriminator!).ToList();
        if (section[kinds.TypeDiscriminatorPropertyName] is not { } node)
        {
            _problems.Add(new(field, "This is missing.", $"Known: {string.Join(", ", names)}."));
            return null;
        }
        string name = node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString();
        foreach (var kind in kinds.DerivedTypes)
            if (name.Equals(kind.TypeDiscriminator)) return kind.DerivedType;
        _problems.Add(new(field, $"There is no '{name}'.", NearestName.Hint(name, names)));
        return null;
    }

    private void Unknown(JsonObject section, string name, IReadOnlyCollection<string> known, string path)
    {
        _problems.Add(new(Join(path, name), "There is no such field.", NearestName.Hint(name, known)));
        section.Remove(name);
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Shorten(JsonNode? node) => node?.ToJsonString() is not { } text ? "null" : text.Length > 60 ? text[..57] + "…" : text;

    private static IEnumerable<string> Names(Type type) => Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName);

    private string Describe(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum) return "one of " + string.Join(", ", Names(type).Select(n => $"\"{n}\""));
        if (type == typeof(bool)) return "true or false";
        if (type == typeof(string)) return "text in quotes";
        if (type == typeof(float) || type == typeof(double)) return "a number";
        if (type == typeof(ulong) || type == typeof(uint)) return "a whole number from 0";
        if (type == typeof(int) || type == typeof(long)) return "a whole number";
        return options.GetTypeInfo(type).Kind == JsonTypeInfoKind.Object ? "a section { … }" : "a list";
    }
}
