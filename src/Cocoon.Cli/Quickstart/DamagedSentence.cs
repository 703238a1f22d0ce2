using Cocoon.Determinism;
using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary>A sentence in which one word was exchanged for another.</summary>
/// <param name="Text">The sentence with the wrong word.</param>
/// <param name="Offset">Where the wrong word starts, in UTF-16 code units.</param>
/// <param name="Wrong">The wrong word.</param>
/// <param name="Right">What stood there.</param>
/// <param name="Words">Number of words in the sentence.</param>
internal sealed record DamagedSentence(string Text, int Offset, string Wrong, string Right, int Words)
{
    private const int FewestWords = 8, MostWords = 22, ShortestWord = 4, FrequentTokens = 2000;

    /// <summary>Damaged sentences from a text; the same ones for the same text, tokenizer and seed.</summary>
    /// <param name="text">Where the sentences come from.</param>
    /// <param name="tokenizer">Wrong words are frequent words of its vocabulary.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="seed">Which sentences and words.</param>
    public static List<DamagedSentence> From(string text, WordPieceTokenizer tokenizer, int count, ulong seed)
    {
        string[] vocabulary = [.. tokenizer.Tokens.Take(FrequentTokens).Where(t => t.Length >= ShortestWord && t.All(char.IsAsciiLetterLower))];
        var random = new RandomStream(seed, 0, Streams.Replacement);
        var sentences = Sentences(text).ToList();
        if (sentences.Count == 0 || vocabulary.Length == 0) return [];
        var order = new Permutation(sentences.Count, random);
        var damaged = new List<DamagedSentence>();
        for (int i = 0; i < sentences.Count && damaged.Count < count; i++)
            if (Damage(sentences[(int)order[i]], vocabulary, random.Word((ulong)(2 * i)), random.Word((ulong)(2 * i + 1))) is { } sentence) damaged.Add(sentence);
        return damaged;
    }

    private static DamagedSentence? Damage(string[] words, string[] vocabulary, ulong place, ulong choice)
    {
        int[] candidates = [.. Enumerable.Range(1, words.Length - 1).Where(i => words[i].Length >= ShortestWord && words[i].All(char.IsAsciiLetterLower))];
        if (candidates.Length == 0) return null;
        int at = candidates[place % (ulong)candidates.Length];
        string wrong = vocabulary[choice % (ulong)vocabulary.Length], right = words[at];
        if (wrong == right) return null;
        int offset = words.Take(at).Sum(w => w.Length + 1);
        return new(string.Join(' ', [.. words[..at], wrong, .. words[(at + 1)..]]), offset, wrong, right, words.Length);
    }

    /// <summary>Sentences of a handy length, as words; quotation marks are left away.</summary>
    private static IEnumerable<string[]> Sentences(string text)
    {
        foreach (string paragraph in text.Split("\n\n"))
        {
            string line = paragraph.Replace('\n', ' ').Replace("\"", "", StringComparison.Ordinal);
            for (int start = 0; start < line.Length;)
            {
                int end = line.AsSpan(start).IndexOfAny('.', '!', '?');
                if (end < 0) break;
                string[] words = line.Substring(start, end + 1).Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (words.Length is >= FewestWords and <= MostWords && char.IsUpper(words[0][0])) yield return words;
                start += end + 1;
            }
        }
    }
}
