namespace Cocoon.Text;

/// <summary>Searches a corpus for text of evaluation sets: what a model has read, it cannot be examined on.</summary>
/// <remarks>
/// Brown et al. 2020, arXiv:2005.14165, appendix C: runs of 13 words in lower case without punctuation. Deviation: the paper takes shorter runs, down to
/// 8 words, for evaluation sets of short examples; here the length is one for all, and pieces with fewer words are not looked for.
/// </remarks>
public static class LeakCheck
{
    /// <summary>Words of a run, as in the paper.</summary>
    public const int DefaultWords = 13;

    /// <summary>Reads the corpus once. Streams; results do not depend on the number of threads.</summary>
    /// <param name="corpus">The text.</param>
    /// <param name="evaluation">What must not be in it.</param>
    /// <param name="found">Told every stretch, in the order of the corpus.</param>
    /// <param name="threads">Threads that search, besides one that reads; 0 for one per processor.</param>
    /// <param name="progress">Told how far reading has come.</param>
    /// <param name="ct">Stops between two documents.</param>
    /// <exception cref="CorpusException">A file of the corpus cannot be used.</exception>
    public static LeakSummary Run(TextCorpus corpus, EvaluationRuns evaluation, Action<TextOverlap> found, int threads = 0, IProgress<CorpusProgress>? progress = null, CancellationToken ct = default)
    {
        long documents = 0, overlapping = 0, overlaps = 0;
        var pieces = new HashSet<int>();
        ChunkPipeline.Run<Document, OverlapChunk>(corpus.Read(progress, ct), document => document.Text, threads, chunk => chunk.Search(evaluation, ct), chunk =>
        {
            documents += chunk.Items.Count;
            overlapping += chunk.Documents;
            overlaps += chunk.Overlaps.Count;
            pieces.UnionWith(chunk.Pieces);
            chunk.Overlaps.ForEach(found);
        }, ct);
        return new LeakSummary(documents, overlapping, overlaps, evaluation.Sets(pieces));
    }
}
