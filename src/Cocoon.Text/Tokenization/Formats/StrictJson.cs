using System.Globalization;
using System.Text.Json;

namespace Cocoon.Text;

/// <summary>A JSON value that knows its file and place, and refuses what is missing or of another kind.</summary>
internal readonly record struct StrictJson(string File, string Place, JsonElement Element)
{
    /// <summary>Parses a file: no comments, no duplicate names, at most 32 levels deep.</summary>
    public static JsonDocument Parse(string path, byte[] bytes)
    {
        int mark = StrictUtf8.SkipMark(bytes, path);
        try
        {
            return JsonDocument.Parse(bytes.AsMemory(mark), new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false });
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            string where = e is JsonException { LineNumber: { } line } json ? $"line {line + 1}, byte {json.BytePositionInLine}: " : "";
            throw new CorpusException(path, $"{where}not valid JSON: {e.Message} Fetch or write the file again.", e);
        }
    }

    private static readonly JsonElement s_null = JsonDocument.Parse("null").RootElement;

    /// <summary>A value that is not there.</summary>
    public static StrictJson Null(string file, string place) => new(file, place, s_null);

    public bool Has(string name) => Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(name, out _);

    public bool IsNull => Element.ValueKind == JsonValueKind.Null;

    /// <summary>A property that must be there.</summary>
    public StrictJson this[string name] =>
        Element.ValueKind != JsonValueKind.Object ? throw Refused("is not an object")
        : Element.TryGetProperty(name, out var value) ? new StrictJson(File, Place.Length == 0 ? name : $"{Place}.{name}", value)
        : throw Refused($"has no \"{name}\"");

    public bool Boolean(string name) => this[name] is { Element.ValueKind: JsonValueKind.True or JsonValueKind.False } value
        ? value.Element.GetBoolean() : throw this[name].Refused("is neither true nor false");

    public bool? OptionalBoolean(string name) => this[name].IsNull ? null : Boolean(name);

    /// <summary>A truth value that may be missing.</summary>
    public bool BooleanOr(string name, bool missing) => Has(name) ? Boolean(name) : missing;

    /// <summary>A string that may be missing or null.</summary>
    public string? OptionalString(string name) => Has(name) && !this[name].IsNull ? String(name) : null;

    /// <summary>A string of one code point.</summary>
    public string Character(string name)
    {
        string text = String(name);
        return text.Length > 0 && CodePoint.Read(text, 0, out _) == text.Length ? text : throw this[name].Refused("is not one character");
    }

    /// <summary>The items of an array, each with its place.</summary>
    public IEnumerable<StrictJson> Items()
    {
        if (Element.ValueKind != JsonValueKind.Array) throw Refused("is not an array");
        int index = 0;
        foreach (var item in Element.EnumerateArray()) yield return new StrictJson(File, $"{Place}[{index++}]", item);
    }

    /// <summary>The value as JSON.</summary>
    public string Raw
    {
        get
        {
            try
            {
                return Element.GetRawText();
            }
            catch (InvalidOperationException e)
            {
                throw Refused($"is not Unicode text ({e.Message})");
            }
        }
    }

    public int Integer(string name) => this[name].Integer();

    /// <summary>A whole number of a range.</summary>
    public int Integer(string name, int smallest, int largest) => Integer(name) is var value && value >= smallest && value <= largest
        ? value : throw this[name].Refused(string.Create(CultureInfo.InvariantCulture, $"is not between {smallest:N0} and {largest:N0}"));

    public int Integer() => Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out int value)
        ? value : throw Refused("is not a whole number of 32 bits");

    public string String(string name) => this[name].String();

    public string String()
    {
        if (Element.ValueKind != JsonValueKind.String) throw Refused("is not a string");
        try
        {
            return Element.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw Refused($"is not Unicode text ({e.Message})");
        }
    }

    /// <summary>Refuses a value other than the expected one.</summary>
    public void Expect(string name, string expected)
    {
        string value = String(name);
        if (value != expected) throw this[name].Refused($"is \"{value}\"; only \"{expected}\" is supported");
    }

    public CorpusException Refused(string what) =>
        new(File, $"{(Place.Length == 0 ? "the file" : Place)} {what}.");

    /// <summary>Refuses a type that is not supported, with those that are.</summary>
    public CorpusException UnknownType(string type, string supported) => this["type"].Refused($"is \"{type}\", which is not supported; supported are {supported}");
}
