using Cocoon.Determinism;

namespace Cocoon.Text;

/// <summary>How often each piece occurs in the runs of a corpus: expected over all ways to cut them, or in the best way.</summary>
/// <remarks>Characters that no piece spells, rare ones between the runs included, count as <see cref="UnigramPieces.Unknown"/>.
/// The runs are cut into a fixed number of parts, whose sums are added in their order: the same bits on any number of threads.</remarks>
internal sealed class UnigramCounts(RunCorpus corpus, int threads)
{
    private const int Parts = 8;

    private readonly Partition _parts = new(corpus.Count, Math.Max(1, (corpus.Count + Parts - 1) / Parts));

    /// <summary>Expected occurrences of each piece; the mean logarithm of a run's probability in nats.</summary>
    public (double[] Counts, double Mean) Expected(UnigramPieces pieces, CancellationToken ct) => Sum(pieces,
        static (lattice, weight, counts) => weight * lattice.AddExpectations(weight, counts), ct);

    /// <summary>Occurrences of each piece in the most probable cuts.</summary>
    public double[] Best(UnigramPieces pieces, CancellationToken ct) => Sum(pieces, static (lattice, weight, counts) =>
    {
        lattice.TryBest();
        foreach (int piece in lattice.Best) counts[piece] += weight;
        return 0;
    }, ct).Counts;

    private (double[] Counts, double Mean) Sum(UnigramPieces pieces, Func<UnigramLattice, double, double[], double> add, CancellationToken ct)
    {
        double[][] counts = new double[_parts.Blocks][];
        double[] totals = new double[_parts.Blocks];
        int next = -1;
        Workers.Run(Math.Clamp(_parts.Blocks, 1, threads), () =>
        {
            var lattice = new UnigramLattice();
            for (int part = Interlocked.Increment(ref next); part < _parts.Blocks; part = Interlocked.Increment(ref next))
            {
                counts[part] = new double[pieces.Scores.Length];
                for (int run = (int)_parts.Start(part); run < _parts.End(part); run++)
                {
                    if (run % 1024 == 0) ct.ThrowIfCancellationRequested();
                    lattice.Load(corpus[run], pieces);
                    totals[part] += add(lattice, corpus.CountOf(run), counts[part]);
                }
            }
        });
        double[] sum = new double[pieces.Scores.Length];
        double total = 0;
        for (int part = 0; part < _parts.Blocks; part++)
        {
            for (int i = 0; i < sum.Length; i++) sum[i] += counts[part][i];
            total += totals[part];
        }

        sum[pieces.Unknown] += corpus.RareCharacters;
        return (sum, total / corpus.Total);
    }
}
