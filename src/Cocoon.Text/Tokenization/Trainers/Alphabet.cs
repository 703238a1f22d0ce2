using System.Text;

namespace Cocoon.Text;

/// <summary>The characters that a vocabulary starts from.</summary>
internal static class Alphabet
{
    /// <summary>WordPiece's: the special tokens, then the most frequent characters, then those that continue words, each in code point order.</summary>
    /// <remarks>
    /// The reference library numbers the continuing characters in the order of a randomly seeded hash table;
    /// in code point order the result is always the same.
    /// </remarks>
    public static List<string> InitialTokens(WordCounts words, int limit)
    {
        var kept = MostFrequent(words, limit);
        var continuing = new SortedSet<int>();
        for (int i = 0; i < words.Distinct; i++)
        {
            bool first = true;
            foreach (var rune in words.WordAt(i).EnumerateRunes())
            {
                if (!first && kept.Contains(rune.Value)) continuing.Add(rune.Value);
                first = false;
            }
        }

        return [.. Vocabulary.SpecialTexts, .. kept.Select(Text), .. continuing.Select(c => WordPieceTokenizer.ContinuingPrefix + Text(c))];
    }

    /// <summary>The most frequent characters, in code point order. Of equally frequent ones at the limit the smaller code point stays.</summary>
    public static SortedSet<int> MostFrequent(WordCounts words, int limit)
    {
        var frequencies = new Dictionary<int, long>();
        for (int i = 0; i < words.Distinct; i++)
        {
            foreach (var rune in words.WordAt(i).EnumerateRunes())
                frequencies[rune.Value] = frequencies.GetValueOrDefault(rune.Value) + words.CountAt(i);
        }

        return [.. frequencies.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Take(limit).Select(pair => pair.Key)];
    }

    /// <summary>A code point as a token.</summary>
    public static string Text(int codePoint) => new Rune(codePoint).ToString();
}
