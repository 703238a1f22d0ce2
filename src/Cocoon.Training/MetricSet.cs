namespace Cocoon.Training;

/// <summary>Measures gathered over many batches: weighted means, and scored yes/no answers.</summary>
public sealed class MetricSet
{
    private readonly SortedDictionary<string, (double Sum, double Weight)> _means = new(StringComparer.Ordinal);
    private readonly HashSet<string> _logs = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, List<(float Score, bool Label)>> _scored = new(StringComparer.Ordinal);

    /// <summary>Adds to a mean: <paramref name="sum"/> over <paramref name="weight"/> cases.</summary>
    public void Add(string name, double sum, double weight)
    {
        var (s, w) = _means.GetValueOrDefault(name);
        _means[name] = (s + sum, w + weight);
    }

    /// <summary>Adds to the logarithm of a mean: <paramref name="sum"/> over <paramref name="weight"/> cases.</summary>
    public void AddLog(string name, double sum, double weight)
    {
        Add(name, sum, weight);
        _logs.Add(name);
    }

    /// <summary>Adds one answer to a yes/no question: the higher the score, the more "yes".</summary>
    public void AddScore(string name, float score, bool label)
    {
        if (!_scored.TryGetValue(name, out var answers)) _scored[name] = answers = [];
        answers.Add((score, label));
    }

    /// <summary>The measures by name, in ordinal order; a scored question yields <c>name.auc</c>, <c>name.f1</c> (at score 0.5) and <c>name.majority</c>.</summary>
    public SortedDictionary<string, double> Values()
    {
        var values = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, (sum, weight)) in _means)
            if (weight > 0) values[name] = _logs.Contains(name) ? Math.Log(sum / weight) : sum / weight;
        foreach (var (name, answers) in _scored)
        {
            values[$"{name}.auc"] = BinaryScores.Auc(answers);
            values[$"{name}.f1"] = BinaryScores.F1(answers, 0.5f);
            values[$"{name}.accuracy"] = BinaryScores.Accuracy(answers, 0.5f);
            values[$"{name}.majority"] = BinaryScores.Majority(answers);
        }
        return values;
    }
}
