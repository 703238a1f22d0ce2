using System.Numerics;

namespace Cocoon.Text;

/// <summary>Guesses the language of a document from its writing system and its most frequent small words.</summary>
/// <remarks>
/// An estimate for a health report, no classifier. The writing system with the most letters decides first: Korean, Greek and Hebrew
/// have their own; kana beside Chinese characters is Japanese, Chinese characters without it are Chinese. Latin and Cyrillic texts are told apart by the lists below: the
/// language with the most of its small words, if they are at least one word in ten, and one in a hundred more than the second's; else it is unknown, as
/// are all other writing systems and short texts. Languages that are not listed are unknown or taken for a relative.
/// </remarks>
internal sealed class LanguageGuess
{
    public const string Unknown = "unknown";

    // The most frequent function words of each language.
    private static readonly (Script Script, string Language, string Words)[] s_lists =
    [
        (Script.Latin, "de", "der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach"),
        (Script.Latin, "en", "the of and to in is that was for it with as his on be at by he this had not are but from or have an they which were"),
        (Script.Latin, "es", "de la que el en y a los se del las un por con no una su para es al lo como más pero sus le ha fue este entre"),
        (Script.Latin, "fr", "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec son aux été"),
        (Script.Latin, "it", "di che e la il un a per in non è una del si le con i da della sono dei al alla nel più come anche ma gli lo"),
        (Script.Latin, "nl", "de van het een en in is dat op te zijn met voor niet aan er om ook als dan maar bij nog uit wordt door hij naar werd ze"),
        (Script.Latin, "pl", "w i na z się do nie jest to że o jak po od za przez dla oraz był jego które być ale tym jako roku czy tylko lub są"),
        (Script.Latin, "pt", "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou"),
        (Script.Latin, "sv", "och i att en som är av på för det den med till har de inte om ett han men var från så kan vi under också efter eller hon"),
        (Script.Latin, "tr", "ve bir bu da de için ile olarak çok daha olan gibi en kadar sonra ne o ise ki her göre ancak değil var ya tarafından oldu iki veya olduğu"),
        (Script.Cyrillic, "bg", "на и в се от е за да с че по са като не до това си при която които след към един той както или може още има"),
        (Script.Cyrillic, "ru", "и в не на что с он как по это но из у к за от его о же так был для было она бы до или только при года"),
        (Script.Cyrillic, "uk", "і в на не що з до та у за як від про це його для але є або був також року він при які який її бути може цього"),
    ];

    private const double FewestWords = 0.1, Lead = 0.01;
    private readonly Dictionary<ulong, uint> _languagesOf = [];
    private readonly int[] _found = new int[s_lists.Length];
    private readonly WordSequence _words = new();
    private readonly SortedDictionary<string, long> _documents = new(StringComparer.Ordinal);

    public LanguageGuess()
    {
        for (int list = 0; list < s_lists.Length; list++)
        {
            _words.Read(s_lists[list].Words);
            foreach (ulong word in _words.Hashes) _languagesOf[word] = _languagesOf.GetValueOrDefault(word) | 1u << list;
        }
    }

    /// <summary>Counts a document.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="letters">Its letters by <see cref="Script"/>.</param>
    public void Add(string text, ReadOnlySpan<long> letters)
    {
        string language = Of(text, letters);
        _documents[language] = _documents.GetValueOrDefault(language) + 1;
    }

    /// <summary>The languages that seem to occur, the most frequent first.</summary>
    public IReadOnlyList<LanguageShare> Shares() =>
        [.. _documents.Select(pair => new LanguageShare(pair.Key, pair.Value)).OrderByDescending(share => share.Documents).ThenBy(share => share.Language, StringComparer.Ordinal)];

    private string Of(string text, ReadOnlySpan<long> letters)
    {
        int most = 0;
        for (int script = 1; script < letters.Length; script++)
            if (letters[script] > letters[most]) most = script;
        // Japanese mixes both; a Chinese text quotes kana rarely.
        bool japanese = letters[(int)Script.Kana] > (letters[(int)Script.Cjk] + letters[(int)Script.Kana]) / 10;
        return (Script)most switch
        {
            _ when letters[most] == 0 => Unknown,
            Script.Hangul => "ko",
            Script.Greek => "el",
            Script.Hebrew => "he",
            Script.Kana => "ja",
            Script.Cjk => japanese ? "ja" : "zh",
            Script.Latin or Script.Cyrillic => ByWords(text, (Script)most),
            _ => Unknown,
        };
    }

    private string ByWords(string text, Script script)
    {
        Array.Clear(_found);
        _words.Read(text);
        foreach (ulong word in _words.Hashes)
            for (uint lists = _languagesOf.GetValueOrDefault(word); lists != 0; lists &= lists - 1) _found[BitOperations.TrailingZeroCount(lists)]++;
        int best = -1, second = 0;
        for (int list = 0; list < _found.Length; list++)
        {
            if (s_lists[list].Script != script) continue;
            if (best < 0 || _found[list] > _found[best]) (best, second) = (list, best < 0 ? 0 : _found[best]);
            else second = Math.Max(second, _found[list]);
        }
        bool clear = _found[best] >= FewestWords * _words.Hashes.Length && _found[best] - second >= Lead * _words.Hashes.Length && _found[best] > second;
        return clear ? s_lists[best].Language : Unknown;
    }
}
