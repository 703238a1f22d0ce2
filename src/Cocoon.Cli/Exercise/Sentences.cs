namespace Cocoon.Cli;

/// <summary>Finds whole sentences in running text.</summary>
public static class Sentences
{
    private const int FewestWords = 8, MostWords = 24, LongestAbbreviation = 4;

    /// <summary>The sentences of 8 to 24 words that start with a capital, as words between blanks; quotation marks are left away, an empty line ends a paragraph.</summary>
    public static IEnumerable<string[]> Of(string text)
    {
        foreach (string paragraph in text.Split("\n\n"))
        {
            var words = new List<string>();
            foreach (string word in paragraph.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(w => w.Trim('"', '“', '”')).Where(w => w.Length > 0))
            {
                words.Add(word);
                if (!Ends(word)) continue;
                if (words.Count is >= FewestWords and <= MostWords && char.IsLetter(words[0][0]) && !char.IsLower(words[0][0])) yield return [.. words];
                words.Clear();
            }
        }
    }

    /// <summary>True for a word with a full stop, unless it looks like Mr., J. or U.S.</summary>
    private static bool Ends(string word) => word[^1] is '!' or '?' || (word[^1] == '.' && !(word.Length <= LongestAbbreviation && char.IsUpper(word[0])));
}
