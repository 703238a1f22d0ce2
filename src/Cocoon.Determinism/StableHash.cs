namespace Cocoon.Determinism;

/// <summary>A hash that is the same in every process and on every machine, for naming streams and files.</summary>
/// <remarks>FNV-1a over UTF-16 code units (Fowler, Noll and Vo); not for adversarial input.</remarks>
public static class StableHash
{
    /// <summary>64 bits that depend on every character.</summary>
    public static ulong Of(ReadOnlySpan<char> text)
    {
        ulong hash = 14695981039346656037UL;
        foreach (char c in text) hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }
}
