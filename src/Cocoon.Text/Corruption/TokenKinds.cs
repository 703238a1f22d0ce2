namespace Cocoon.Text;

/// <summary>What corruption has to know of a vocabulary: which ids are not text, which continue a word, which end a sentence, and which stand for spans.</summary>
public sealed class TokenKinds
{
    private static readonly string[] s_stops = [".", "!", "?", "。", "！", "？"];

    private readonly bool[] _continues;
    private readonly int[] _ends = [];

    /// <param name="special">The ids that are not text.</param>
    /// <param name="continues">For each id whether it goes on with the word before it.</param>
    public TokenKinds(SpecialTokens special, IEnumerable<bool> continues) => (Special, _continues) = (special, [.. continues]);

    /// <summary>The ids that are not text.</summary>
    public SpecialTokens Special { get; }

    /// <summary>Number of ids V.</summary>
    public int Count => _continues.Length;

    /// <summary>True if a token goes on with the word before it.</summary>
    public bool Continues(int id) => _continues[id];

    /// <summary>Ids that stand for the first hidden span of a text, the second, and so on: T5's &lt;extra_id_0&gt;, &lt;extra_id_1&gt; …; empty if there are none.</summary>
    public IReadOnlyList<int> Sentinels { get; init; } = [];

    /// <summary>Ids of the marks that end a sentence.</summary>
    public IReadOnlyList<int> SentenceEnds { get => _ends; init => _ends = [.. value]; }

    /// <summary>True if a sentence may end with a token.</summary>
    public bool EndsSentence(int id) => Array.IndexOf(_ends, id) >= 0;

    /// <summary>The kinds of a tokenizer's tokens.</summary>
    public static TokenKinds Of(Tokenizer tokenizer) => new(tokenizer.Special, Enumerable.Range(0, tokenizer.VocabularySize).Select(tokenizer.ContinuesWord))
    {
        Sentinels = [.. Enumerable.Range(0, tokenizer.VocabularySize).Select(n => tokenizer.IdOf($"<extra_id_{n}>")).TakeWhile(id => id is not null).Select(id => id!.Value)],
        SentenceEnds = EndsOf(tokenizer),
    };

    /// <summary>What full stops, exclamation and question marks become, on their own and behind a word, where they are one token.</summary>
    private static int[] EndsOf(Tokenizer tokenizer)
    {
        var ends = new SortedSet<int>();
        var ids = new IntList();
        foreach (string stop in s_stops)
            foreach (string text in (string[])[stop, "a" + stop])
            {
                ids.Clear();
                tokenizer.Encode(text, ids);
                if (ids.Count > 0 && tokenizer.Decode(ids.Span[^1..]).Trim() == stop) ends.Add(ids.Span[^1]);
            }
        return [.. ends];
    }
}
