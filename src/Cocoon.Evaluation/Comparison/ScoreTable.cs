namespace Cocoon.Evaluation;

/// <summary>The scores of a comparison, by competitor, fraction, task and seed; some may still be missing.</summary>
public sealed class ScoreTable
{
    private readonly Dictionary<(string Competitor, double Fraction, string Task, ulong Seed), double> _scores = [];
    private readonly IReadOnlyList<string> _tasks;
    private readonly IReadOnlyList<ulong> _seeds;

    /// <param name="tasks">All tasks, in the order of tables.</param>
    /// <param name="seeds">All seeds of fine-tunings.</param>
    /// <param name="scores">What is known; at most one of a kind.</param>
    public ScoreTable(IReadOnlyList<string> tasks, IReadOnlyList<ulong> seeds, IEnumerable<Score> scores)
    {
        (_tasks, _seeds) = (tasks, seeds);
        foreach (var score in scores) _scores.Add((score.Competitor, score.Fraction, score.Task, score.Seed), score.Value);
    }

    /// <summary>Scores on a task over the seeds that are known; null if none is.</summary>
    public Spread? OnTask(string competitor, double fraction, string task) =>
        SpreadOf(_seeds.Select(seed => Value(competitor, fraction, task, seed)));

    /// <summary>Means over all tasks, one a seed that is known for all of them; null if none is.</summary>
    public Spread? Average(string competitor, double fraction) => _tasks.Count == 0 ? null : SpreadOf(_seeds.Select(seed => MeanOf(competitor, fraction, seed)));

    /// <summary>Differences between two competitors: a list for each task that has any, in it one for each seed that is known for both.</summary>
    /// <param name="a">From whose score is subtracted, and when.</param>
    /// <param name="b">Whose score is subtracted, and when.</param>
    public IReadOnlyList<IReadOnlyList<double>> Differences((string Competitor, double Fraction) a, (string Competitor, double Fraction) b)
    {
        var tasks = new List<IReadOnlyList<double>>();
        foreach (string task in _tasks)
        {
            var differences = _seeds.Select(seed => Value(a.Competitor, a.Fraction, task, seed) - Value(b.Competitor, b.Fraction, task, seed)).OfType<double>().ToList();
            if (differences.Count > 0) tasks.Add(differences);
        }
        return tasks;
    }

    private static Spread? SpreadOf(IEnumerable<double?> scores) => scores.OfType<double>().ToList() is { Count: > 0 } known ? Spread.Of(known) : null;

    private double? Value(string competitor, double fraction, string task, ulong seed) => _scores.TryGetValue((competitor, fraction, task, seed), out double value) ? value : null;

    private double? MeanOf(string competitor, double fraction, ulong seed)
    {
        double sum = 0;
        foreach (string task in _tasks)
        {
            if (Value(competitor, fraction, task, seed) is not { } value) return null;
            sum += value;
        }
        return sum / _tasks.Count;
    }
}
