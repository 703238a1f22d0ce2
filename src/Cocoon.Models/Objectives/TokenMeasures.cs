using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Models;

/// <summary>Measures that every objective on tokens has.</summary>
internal static class TokenMeasures
{
    /// <summary>Measures the losses of a pass, each weighted by the cases that it is a mean of, and their weighted sum as "loss".</summary>
    /// <param name="terms">The losses.</param>
    /// <param name="original">The batch.</param>
    /// <param name="cases">How many cases the loss of a name is a mean of.</param>
    public static void AddLosses(IReadOnlyList<LossTerm> terms, TokenBatch original, Func<string, int> cases, MetricSet metrics)
    {
        double total = 0;
        foreach (var (name, value, weight) in terms)
        {
            double loss = value.Values[0];
            metrics.Add(name, loss * cases(name), cases(name));
            total += weight * loss;
        }
        metrics.Add("loss", total * original.Tokens, original.Tokens);
    }

    /// <summary>How many rows' best column is the right one.</summary>
    public static int Hits(Tape tape, Tensor logits, ReadOnlySpan<int> targets) => Hits(Best(tape, logits), targets);

    /// <summary>How many guesses are right.</summary>
    public static int Hits(ReadOnlySpan<int> best, ReadOnlySpan<int> targets)
    {
        int hits = 0;
        for (int i = 0; i < best.Length; i++) hits += best[i] == targets[i] ? 1 : 0;
        return hits;
    }

    /// <summary>The best column of each row.</summary>
    public static int[] Best(Tape tape, Tensor logits)
    {
        int[] best = new int[logits.Rows];
        tape.Kernels.ArgMaxRows(logits.Values, logits.Columns, best);
        return best;
    }
}
