namespace Cocoon.Text;

/// <summary>Reads the patterns of a <c>tokenizer.json</c>: a string, or a regular expression.</summary>
internal static class PatternJson
{
    public static ITextPattern Read(StrictJson json)
    {
        if (json.Has("String"))
            return json.String("String") is { Length: > 0 } text ? new StringPattern(text) : throw json["String"].Refused("is empty");
        try
        {
            return RegexPattern.Of(json.String("Regex"));
        }
        catch (ArgumentException e)
        {
            throw json["Regex"].Refused($"cannot be used: {e.Message}");
        }
    }
}
