namespace Cocoon.Text;

/// <summary>A part of a text that matches a pattern, or lies between two that do.</summary>
internal readonly record struct PatternMatch(int Start, int End, bool IsMatch);

/// <summary>What a text is cut at. Immutable; any number of threads may use one instance.</summary>
internal interface ITextPattern
{
    /// <summary>Adds the matches and what lies between them, which together are the whole text in its order.</summary>
    void Find(ReadOnlySpan<char> text, List<PatternMatch> matches);
}
