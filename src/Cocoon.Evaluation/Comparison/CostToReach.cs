namespace Cocoon.Evaluation;

/// <summary>What a score costs on the way of one competitor.</summary>
/// <param name="Cost">The cost at which its curve meets the score.</param>
/// <param name="AtMost">True if the first point of its curve is there already: it may have cost less.</param>
public sealed record CostToReach(double Cost, bool AtMost)
{
    /// <summary>Where a curve meets a score for the first time, on the straight line between two neighboring points; null if it stays below.</summary>
    /// <param name="curve">Costs, rising, and scores.</param>
    /// <param name="score">What is to be reached.</param>
    public static CostToReach? Of(IReadOnlyList<(double Cost, double Score)> curve, double score)
    {
        for (int i = 0; i < curve.Count; i++)
        {
            if (curve[i].Score < score) continue;
            if (i == 0) return new(curve[0].Cost, AtMost: true);
            var (before, after) = (curve[i - 1], curve[i]);
            return new(before.Cost + (after.Cost - before.Cost) * (score - before.Score) / (after.Score - before.Score), AtMost: false);
        }
        return null;
    }
}
