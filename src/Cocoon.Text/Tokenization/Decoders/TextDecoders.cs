using System.Text;

namespace Cocoon.Text;

/// <summary>The mark at the end of words becomes a space, except after the last token.</summary>
internal sealed class BpeDecoder(string suffix) : ITokenDecoder
{
    public void Decode(List<string> tokens)
    {
        for (int i = 0; i < tokens.Count; i++) tokens[i] = tokens[i].Replace(suffix, i + 1 < tokens.Count ? " " : "", StringComparison.Ordinal);
    }
}

/// <summary>The visible space becomes a space; in the first token it goes away if it was put there.</summary>
internal sealed class MetaspaceDecoder(string replacement, PrependScheme scheme) : ITokenDecoder
{
    public void Decode(List<string> tokens)
    {
        for (int i = 0; i < tokens.Count; i++)
            tokens[i] = tokens[i].Replace(replacement, i == 0 && scheme != PrependScheme.Never ? "" : " ", StringComparison.Ordinal);
    }
}

/// <summary>Every match of a pattern becomes a string, in each token.</summary>
internal sealed class ReplaceDecoder(ITextPattern pattern, string content) : ITokenDecoder
{
    public void Decode(List<string> tokens)
    {
        var matches = new List<PatternMatch>();
        var text = new StringBuilder();
        for (int i = 0; i < tokens.Count; i++)
        {
            matches.Clear();
            text.Clear();
            pattern.Find(tokens[i], matches);
            foreach (var match in matches) text.Append(match.IsMatch ? content : tokens[i].AsSpan(match.Start, match.End - match.Start));
            tokens[i] = text.ToString();
        }
    }
}

/// <summary>All tokens become one.</summary>
internal sealed class FuseDecoder : ITokenDecoder
{
    public void Decode(List<string> tokens)
    {
        string text = string.Concat(tokens);
        tokens.Clear();
        tokens.Add(text);
    }
}

/// <summary>Takes a character off both ends of each token, at most so many times.</summary>
internal sealed class StripDecoder(string character, int start, int stop) : ITokenDecoder
{
    public void Decode(List<string> tokens)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i].AsSpan();
            for (int k = 0; k < start && token.StartsWith(character); k++) token = token[character.Length..];
            for (int k = 0; k < stop && token.EndsWith(character); k++) token = token[..^character.Length];
            if (token.Length < tokens[i].Length) tokens[i] = token.ToString();
        }
    }
}
