using Cocoon.Determinism;

namespace Cocoon.Text;

/// <summary>Several corpora as one sequence of documents, in an order that is a function of the seed.</summary>
/// <remarks>
/// Each corpus keeps its own order and is read from beginning to end as often as its weight says. Which corpus the next document comes
/// from is drawn without replacement: the slots of all documents are shuffled by a <see cref="Permutation"/>, and a slot belongs to
/// the corpus whose document it would be if the corpora stood one after the other. So every stretch of the sequence holds the corpora
/// in proportion to their documents, up to chance. This needs the number of documents, which costs a reading of its own where there
/// are several corpora; a single corpus is read in its order at once.
/// </remarks>
public sealed class CorpusMixture
{
    /// <summary>A mixture.</summary>
    /// <param name="parts">The corpora, at least one.</param>
    /// <param name="seed">Which order.</param>
    /// <exception cref="CorpusException">A file belongs to two of the corpora.</exception>
    /// <exception cref="ArgumentException">There is no corpus, or a weight makes no sense.</exception>
    public CorpusMixture(IEnumerable<CorpusPart> parts, ulong seed = 0)
    {
        Parts = [.. parts];
        Seed = seed;
        if (Parts.Count == 0) throw new ArgumentException("A mixture needs a corpus.", nameof(parts));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in Parts)
        {
            if (part.Weight is not (> 0 and <= CorpusPart.LargestWeight))
                throw new ArgumentException($"The weight {part.Weight} of {part.Corpus.Files[0].Path} is out of range: choose more than 0 and at most {CorpusPart.LargestWeight}.", nameof(parts));
            if (part.Corpus.Options != Options) throw new ArgumentException("The corpora of a mixture are read with the same options.", nameof(parts));
            if (part.Corpus.Files.FirstOrDefault(file => !seen.Add(Path.GetFullPath(file.Path))) is { } twice)
                throw new CorpusException(twice.Path, "belongs to two corpora of the mixture, directly or through its folder. Name it once.");
        }
    }

    /// <summary>The corpora.</summary>
    public IReadOnlyList<CorpusPart> Parts { get; }

    /// <summary>Which order.</summary>
    public ulong Seed { get; }

    /// <summary>How the files are read.</summary>
    public CorpusOptions Options => Parts[0].Corpus.Options;

    /// <summary>The files of all corpora, one corpus after the other.</summary>
    internal IEnumerable<ShardSource> Sources => Parts.SelectMany((part, number) =>
        part.Corpus.Files.Select(file => new ShardSource(file.Name, file.Bytes, number, part.Weight)));

    /// <summary>Bytes that reading takes from the files in all, those that count the documents included.</summary>
    public long TotalBytes => Parts.Sum(part => part.Corpus.TotalBytes * (part.Passes + (Parts.Count > 1 ? 1 : 0)));

    /// <summary>Number of documents of each corpus, counted by reading it; empty for a single corpus, which needs no number.</summary>
    internal long[] Count(IProgress<long>? progress, CancellationToken ct)
    {
        if (Parts.Count == 1) return [];
        long[] counts = new long[Parts.Count], read = new long[Parts.Count];
        for (int part = 0; part < Parts.Count; part++)
            foreach (var _ in Parts[part].Corpus.Read(new PartProgress(read, part, 0, progress), ct)) counts[part]++;
        return counts;
    }

    /// <summary>Reads on from where reading stopped.</summary>
    /// <param name="counts">What <see cref="Count"/> counted.</param>
    /// <param name="from">How far each corpus was read.</param>
    /// <param name="progress">Told the bytes read so far, of <see cref="TotalBytes"/>.</param>
    /// <param name="ct">Stops between two documents.</param>
    internal IEnumerable<MixedDocument> Read(IReadOnlyList<long> counts, IReadOnlyList<PartPosition> from, IProgress<long>? progress, CancellationToken ct)
    {
        long[] read = [.. Parts.Select(_ => 0L), Parts.Count > 1 ? Parts.Sum(part => part.Corpus.TotalBytes) : 0];
        var readers = new List<IEnumerator<MixedDocument>>();
        try
        {
            for (int part = 0; part < Parts.Count; part++) readers.Add(ReadPart(part, from[part], read, progress, ct).GetEnumerator());
            if (readers.Count == 1)
            {
                while (readers[0].MoveNext()) yield return readers[0].Current;
                yield break;
            }

            long[] ends = Ends(counts);
            var order = new Permutation(ends[^1], new RandomStream(Seed, 0, Streams.Mixing));
            for (long slot = from.Sum(position => position.Documents); slot < ends[^1]; slot++)
            {
                long element = order[slot];
                int part = 0;
                while (element >= ends[part]) part++;
                if (!readers[part].MoveNext()) throw Changed(part);
                yield return readers[part].Current;
            }
            for (int part = 0; part < readers.Count; part++)
                if (readers[part].MoveNext()) throw Changed(part);
        }
        finally
        {
            foreach (var reader in readers) reader.Dispose();
        }
    }

    // Where the documents of each corpus end, if the corpora stood one after the other.
    private long[] Ends(IReadOnlyList<long> counts)
    {
        long[] ends = [.. counts.Select((count, part) => count * Parts[part].Passes)];
        for (int part = 1; part < ends.Length; part++) ends[part] += ends[part - 1];
        return ends;
    }

    private IEnumerable<MixedDocument> ReadPart(int part, PartPosition from, long[] read, IProgress<long>? progress, CancellationToken ct)
    {
        var corpus = Parts[part].Corpus;
        bool seeking = from.Documents > 0;
        for (int pass = from.Pass; pass < Parts[part].Passes; pass++)
        {
            var passProgress = new PartProgress(read, part, pass * corpus.TotalBytes, progress);
            foreach (var document in corpus.ReadFrom(seeking ? from.Place : null, passProgress, ct))
            {
                if (!seeking) yield return new MixedDocument(document, part, pass);
                else if (document.Place != from.Place || TextHash.Of(document.Text) != from.Hash)
                    throw new CorpusException(corpus.Files[from.Place.File].Path, $"line {from.Place.Line} is not the document that was read there earlier: the file was changed since. Restore it.");
                seeking = false;
            }
        }
    }

    private CorpusException Changed(int part) =>
        new(Parts[part].Corpus.Files[0].Path, "this corpus does not have as many documents as were counted: it was changed since. Leave it alone until its preparation is complete.");

    /// <summary>Adds up what was read of all corpora.</summary>
    private sealed class PartProgress(long[] read, int part, long before, IProgress<long>? progress) : IProgress<CorpusProgress>
    {
        public void Report(CorpusProgress value)
        {
            read[part] = before + value.BytesRead;
            progress?.Report(read.Sum());
        }
    }
}
