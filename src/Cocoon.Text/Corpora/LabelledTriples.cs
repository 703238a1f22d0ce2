namespace Cocoon.Text;

/// <summary>Makes of labelled pairs of sentences what supervised contrast learns from: a sentence, one that follows from it, and one that contradicts it.</summary>
/// <remarks>
/// Gao, Yao and Chen 2021, arXiv:2104.08821, §4, from SNLI (Bowman et al. 2015, arXiv:1508.05326) and MNLI (Williams et al. 2018, arXiv:1704.05426). A premise with
/// hypotheses of both kinds gives a triple for each that follows from it; the contradictions are used in turn. Triples come in the order in which their premises come
/// first. All pairs are held in memory.
/// </remarks>
public static class LabelledTriples
{
    private const string Entailment = "entailment", Contradiction = "contradiction";

    /// <summary>Writes a line of JSON for each triple: three texts in the field "text", as <see cref="TextCorpus"/> reads them.</summary>
    /// <param name="paths">Files or folders of labelled pairs, an object a line.</param>
    /// <param name="fields">Where in the objects the pairs are.</param>
    /// <param name="target">The file to write.</param>
    /// <param name="progress">Told how far the files are read.</param>
    /// <param name="ct">Stops between two pairs; nothing is written then.</param>
    /// <exception cref="CorpusException">A file cannot be used, or no premise has hypotheses of both kinds.</exception>
    public static TripleSummary Write(IEnumerable<string> paths, PairFields fields, string target, IProgress<CorpusProgress>? progress = null, CancellationToken ct = default)
    {
        var corpus = TextCorpus.Open(paths, new() { TextField = fields.Premise, TextFieldOption = $"{nameof(PairFields)}.{nameof(PairFields.Premise)}" });
        var premises = new List<Premise>();
        long pairs = Read(corpus, fields, premises, progress, ct), triples = premises.Sum(p => p.Contradicted.Count == 0 ? 0L : p.Entailed.Count);
        if (triples == 0)
            throw new CorpusException(corpus.Files[0].Path, $"none of {premises.Count:N0} premises has a hypothesis labelled \"{Entailment}\" and one labelled \"{Contradiction}\". Name the field of the label with {nameof(PairFields)}.{nameof(PairFields.Label)}.");
        DurableFile.Write(target, stream =>
        {
            foreach (var premise in premises)
                for (int i = 0; i < premise.Entailed.Count && premise.Contradicted.Count > 0; i++)
                    stream.Write(JsonLine.Write(new CorpusOptions().TextField, premise.Text, premise.Entailed[i], premise.Contradicted[i % premise.Contradicted.Count]));
        });
        return new(pairs, premises.Count, triples);
    }

    private static long Read(TextCorpus corpus, PairFields fields, List<Premise> premises, IProgress<CorpusProgress>? progress, CancellationToken ct)
    {
        var known = new Dictionary<string, Premise>(StringComparer.Ordinal);
        long pairs = 0;
        foreach (var (document, json) in corpus.ReadJson(progress, ct))
        {
            string path = corpus.Files[document.Place.File].Path, text = document.Text.Trim();
            string hypothesis = JsonLine.Text(json, fields.Hypothesis, path, document.Line, $"{nameof(PairFields)}.{nameof(PairFields.Hypothesis)}").Text.Trim();
            string label = JsonLine.Text(json, fields.Label, path, document.Line, $"{nameof(PairFields)}.{nameof(PairFields.Label)}").Text;
            if (!known.TryGetValue(text, out var premise)) premises.Add(known[text] = premise = new(text, [], []));
            if (label == Entailment) premise.Entailed.Add(hypothesis);
            if (label == Contradiction) premise.Contradicted.Add(hypothesis);
            pairs++;
        }
        return pairs;
    }

    private sealed record Premise(string Text, List<string> Entailed, List<string> Contradicted);
}
