using Cocoon.Determinism;
using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary>A sentence in which one word was exchanged for another.</summary>
/// <param name="Text">The sentence with the wrong word.</param>
/// <param name="Offset">Where the wrong word starts, in UTF-16 code units.</param>
/// <param name="Wrong">The wrong word.</param>
/// <param name="Right">What stood there.</param>
public sealed record DamagedSentence(string Text, int Offset, string Wrong, string Right)
{
    /// <summary>The rule, for people.</summary>
    public const string Rule = "sentences of 8 to 24 words in a random order; in each, one random word became a word of the next sentence in that order. Both have four letters or more, none a capital, and are one token, as the model's own replacements are";

    private const int ShortestWord = 4;

    /// <summary>Damaged sentences from a text; the same ones for the same text, tokenizer and seed.</summary>
    /// <remarks>A word of another sentence is as frequent as the words that it stands among: frequency alone does not give it away.</remarks>
    /// <param name="documents">Where the sentences come from; read once, and no more is kept than asked for.</param>
    /// <param name="tokenizer">Tells which words are one token.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="seed">Which sentences and words.</param>
    public static IReadOnlyList<DamagedSentence> From(IEnumerable<string> documents, Tokenizer tokenizer, int count, ulong seed)
    {
        var exchangeable = Enumerable.Range(0, tokenizer.VocabularySize).Where(id => !tokenizer.ContinuesWord(id)).Select(id => tokenizer.Decode([id]).Trim())
            .Where(t => t.Length >= ShortestWord && t.All(c => char.IsLetter(c) && !char.IsUpper(c))).ToHashSet(StringComparer.Ordinal);
        var order = new RandomStream(seed, 0, Streams.Order);
        var sentences = Smallest(documents.SelectMany(Sentences.Of).Where(s => s.Skip(1).Any(exchangeable.Contains)), count, order);
        var choice = new RandomStream(seed, 0, Streams.Replacement);
        var damaged = new List<DamagedSentence>();
        for (int i = 0; i < sentences.Count; i++)
        {
            string[] words = sentences[i];
            int[] places = [.. Enumerable.Range(1, words.Length - 1).Where(p => exchangeable.Contains(words[p]))];
            int place = places[choice.Below(places.Length, (ulong)i << 1)];
            string[]? others = Enumerable.Range(i + 1, sentences.Count - 1)
                .Select(next => sentences[next % sentences.Count].Skip(1).Where(w => exchangeable.Contains(w) && w != words[place]).ToArray()).FirstOrDefault(o => o.Length > 0);
            if (others is not null) damaged.Add(Exchange(words, place, others[choice.Below(others.Length, (ulong)i << 1 | 1)]));
        }
        return damaged;
    }

    /// <summary>A random sample in a random order: the items whose random numbers are smallest.</summary>
    private static List<string[]> Smallest(IEnumerable<string[]> items, int count, RandomStream numbers)
    {
        var kept = new PriorityQueue<string[], (uint Number, ulong Index)>(Comparer<(uint, ulong)>.Create((a, b) => b.CompareTo(a)));
        ulong index = 0;
        foreach (string[] item in items)
        {
            kept.Enqueue(item, (numbers.Word(index), index));
            if (kept.Count > count) kept.Dequeue();
            index++;
        }
        var ordered = new List<string[]>(kept.Count);
        while (kept.TryDequeue(out string[]? item, out _)) ordered.Add(item);
        ordered.Reverse();
        return ordered;
    }

    private static DamagedSentence Exchange(string[] words, int place, string wrong) =>
        new(string.Join(' ', [.. words[..place], wrong, .. words[(place + 1)..]]), words.Take(place).Sum(w => w.Length + 1), wrong, words[place]);
}
