using System.Text.Json;

namespace Cocoon.Text;

/// <summary>Reads a vocabulary written as an object: each token with its id.</summary>
internal static class VocabularyJson
{
    public static TokenTable Read(StrictJson json)
    {
        if (json.Element.ValueKind != JsonValueKind.Object) throw json.Refused("is not an object");
        int count = json.Element.GetPropertyCount();
        if (count == 0) throw json.Refused("has no token");
        // Published vocabularies have small gaps; an id far out would only waste memory.
        int limit = (int)Math.Min(4L * count + 1000, Array.MaxLength);
        var tokens = new List<string?>(count);
        foreach (var property in json.Element.EnumerateObject())
        {
            string token = Name(json, property);
            int id = new StrictJson(json.File, $"{json.Place}[\"{Shorten(token)}\"]", property.Value).Integer();
            if ((uint)id >= (uint)limit) throw json.Refused($"gives \"{Shorten(token)}\" the id {id}; {count:N0} tokens should have ids 0 to {count - 1:N0}");
            while (tokens.Count <= id) tokens.Add(null);
            if (tokens[id] is { } other) throw json.Refused($"gives the id {id} to \"{Shorten(other)}\" and \"{Shorten(token)}\"");
            tokens[id] = token;
        }

        return new TokenTable(tokens);
    }

    /// <summary>A token as messages show it.</summary>
    public static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "...";

    private static string Name(StrictJson vocabulary, JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException e)
        {
            throw vocabulary.Refused($"holds a token that is not Unicode text ({e.Message})");
        }
    }
}
