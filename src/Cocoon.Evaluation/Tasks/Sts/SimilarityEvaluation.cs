using Cocoon.Models;

namespace Cocoon.Evaluation;

/// <summary>Judges sentence vectors without labels: are the cosines of pairs in the order of how alike people found them?</summary>
/// <remarks>
/// Gao et al. 2021, arXiv:2104.08821, appendix B: Spearman's correlation, over all sets of one year's test together ("all"), no regressor on top.
/// Deviation: pairs that are long for the model are read in windows, as <see cref="Embedder"/> does, where the released code cuts them.
/// </remarks>
public static class SimilarityEvaluation
{
    /// <summary>Scores the sets of a folder, then all together if they are one test.</summary>
    /// <param name="embedder">Gives the vectors.</param>
    /// <param name="data">Pairs with similarities.</param>
    public static IEnumerable<SimilarityScore> Score(Embedder embedder, SimilarityData data)
    {
        var (cosines, similarities) = (new List<double>(), new List<double>());
        foreach (var set in data.Sets)
        {
            double[] setCosines = Cosines(embedder, set), setSimilarities = [.. set.Examples.Select(e => (double)e.Number!.Value)];
            cosines.AddRange(setCosines);
            similarities.AddRange(setSimilarities);
            yield return Of(set.Name, setCosines, setSimilarities);
        }
        if (data.AreOne) yield return Of(SimilarityScore.All, [.. cosines], [.. similarities]);

        SimilarityScore Of(string set, double[] x, double[] y) => new(data.Name, set, x.Length, Correlation.Spearman(x, y), Correlation.Pearson(x, y));
    }

    private static double[] Cosines(Embedder embedder, ExampleSet set) =>
        [.. embedder.Embed(set.Examples.SelectMany(e => new[] { e.Text, e.Pair! })).Chunk(2).Select(pair => pair[0].CosineTo(pair[1]))];
}
