namespace Cocoon.Text;

/// <summary>What decides the bytes of a preparation: it can only go on with the same.</summary>
/// <param name="Format">Version of the journal.</param>
/// <param name="Tokenizer">Fingerprint of the tokenizer.</param>
/// <param name="VocabularySize">Number of its ids.</param>
/// <param name="Settings">The options, by name.</param>
/// <param name="Sources">The files.</param>
/// <param name="Documents">Number of documents of each corpus of a mixture; empty if there is only one corpus.</param>
internal sealed record PreparationPlan(
    int Format, string Tokenizer, int VocabularySize, SortedDictionary<string, string> Settings, IReadOnlyList<ShardSource> Sources, IReadOnlyList<long> Documents)
{
    public const int CurrentFormat = 1;

    /// <summary>What another plan has otherwise, in words; null if shards of both are the same as far as reading has come.</summary>
    /// <param name="other">What is wanted now.</param>
    /// <param name="filesRead">Number of files that were read, wholly or in part: later ones may have changed.</param>
    public string? DifferenceTo(PreparationPlan other, int filesRead)
    {
        if (Format != other.Format) return $"by another version of this program (journal {Format}, not {other.Format})";
        if (Tokenizer != other.Tokenizer || VocabularySize != other.VocabularySize) return $"with tokenizer {Tokenizer}, not {other.Tokenizer}";
        foreach (string name in Settings.Keys.Union(other.Settings.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            string was = Settings.GetValueOrDefault(name, "nothing"), now = other.Settings.GetValueOrDefault(name, "nothing");
            if (was != now) return $"with {name} {was}, not {now}";
        }
        for (int i = 0; i < filesRead; i++)
        {
            if (i >= Sources.Count || i >= other.Sources.Count) return $"from {Sources.Count} files, not {other.Sources.Count}";
            if (Sources[i] != other.Sources[i]) return $"from {Describe(Sources[i])}, not {Describe(other.Sources[i])}";
        }
        return null;
    }

    private static string Describe(ShardSource source) => $"{source.Name} ({source.Bytes} bytes, corpus {source.Corpus}, weight {source.Weight})";
}
