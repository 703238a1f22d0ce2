namespace Cocoon.Evaluation;

/// <summary>Sets of sentence pairs that are reported together.</summary>
/// <param name="Name">Name of their folder.</param>
/// <param name="AreOne">Whether they are parts of one test, with a score of their own for all together.</param>
/// <param name="Sets">The sets; each example is a pair with a number.</param>
public sealed record SimilarityData(string Name, bool AreOne, IReadOnlyList<ExampleSet> Sets)
{
    /// <summary>Finds the data in folders, or in the folders below them.</summary>
    /// <param name="folders">Folders in one of the layouts of <see cref="SemEvalSimilarity"/> and <see cref="StsBenchmark"/>, or folders of such folders.</param>
    /// <exception cref="TaskDataException">A folder holds no such data, or damaged ones.</exception>
    public static List<SimilarityData> Find(IEnumerable<string> folders) => [.. folders.SelectMany(FindBelow)];

    private static IEnumerable<SimilarityData> FindBelow(string folder)
    {
        if (!Directory.Exists(folder)) throw new TaskDataException(folder, "there is no such folder.");
        if (Read(folder) is { } data) return [data];
        var below = Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Select(Read).OfType<SimilarityData>().ToList();
        return below.Count > 0 ? below : throw new TaskDataException(folder, "holds no sentence pairs, and no folder below it does: neither STS.input.*.txt with STS.gs.*.txt, as in SemEval's STS, nor dev.tsv with a score, as in GLUE's STS-B.");
    }

    private static SimilarityData? Read(string folder)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        if (SemEvalSimilarity.Read(folder) is { Count: > 0 } parts) return new(name, AreOne: true, parts);
        return StsBenchmark.Read(folder) is { Count: > 0 } splits ? new(name, AreOne: false, splits) : null;
    }
}
