using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Cocoon.Models;

namespace Cocoon.Cli;

/// <summary>How recipes become records and back.</summary>
/// <remarks>By reflection on purpose: the JSON source generator silently forgets the default of every <c>init</c> property.</remarks>
public static class RecipeJson
{
    /// <summary>Strict: what is misspelt or missing throws. For files that the tool wrote itself.</summary>
    public static JsonSerializerOptions Strict { get; } = Create(required: true);

    /// <summary>The same names, nothing required: for judging what can be read of a recipe that has mistakes.</summary>
    public static JsonSerializerOptions Lenient { get; } = Create(required: false);

    private static JsonSerializerOptions Create(bool required)
    {
        var resolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameObjectives } };
        if (!required) resolver.Modifiers.Add(NothingRequired);
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            AllowOutOfOrderMetadataProperties = true,
            WriteIndented = true,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
            TypeInfoResolver = resolver,
        };
        options.MakeReadOnly();
        return options;
    }

    /// <summary>Every objective that a recipe can name.</summary>
    private static void NameObjectives(JsonTypeInfo info)
    {
        if (info.Type != typeof(ObjectiveOptions)) return;
        info.PolymorphismOptions = new() { TypeDiscriminatorPropertyName = "type" };
        foreach (var (name, options) in ObjectiveTypes.All) info.PolymorphismOptions.DerivedTypes.Add(new(options, name));
    }

    private static void NothingRequired(JsonTypeInfo info)
    {
        foreach (var property in info.Properties) property.IsRequired = false;
    }
}
