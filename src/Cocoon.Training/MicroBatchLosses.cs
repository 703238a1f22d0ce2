namespace Cocoon.Training;

/// <summary>The numbers of one micro-batch, and after summation of a whole step, in one row of doubles that processes can add up.</summary>
internal sealed class MicroBatchLosses
{
    private const int Total = 0, Tokens = 1, Sequences = 2, FirstTerm = 3;

    private readonly List<string> _names = [];
    private readonly List<float> _weights = [];
    private double[] _row = new double[FirstTerm];
    private int _firstBad = -1;

    /// <summary>The row: what is summed.</summary>
    public Span<double> Row => _row;

    /// <summary>Reads the losses of a micro-batch and seeds their gradients.</summary>
    /// <returns>True if all are finite.</returns>
    /// <exception cref="InvalidOperationException">The objective has other terms than before.</exception>
    public bool Take(IReadOnlyList<LossTerm> terms, int tokens, int sequences)
    {
        if (_names.Count == 0) Learn(terms);
        if (terms.Count != _names.Count) throw new InvalidOperationException($"The objective returned {terms.Count} loss terms after {_names.Count}: it must always return the same.");
        _firstBad = -1;
        (_row[Total], _row[Tokens], _row[Sequences]) = (0, tokens, sequences);
        for (int i = 0; i < terms.Count; i++)
        {
            var (name, value, weight) = terms[i];
            if (name != _names[i]) throw new InvalidOperationException($"The objective returned the loss term '{name}' in place of '{_names[i]}': it must always return the same.");
            float loss = value.Values[0];
            _weights[i] = weight;
            _row[FirstTerm + i] = loss;
            _row[Total] += (double)weight * loss;
            if (!float.IsFinite(loss) && _firstBad < 0) _firstBad = i;
            if (weight != 0) value.Grad[0] += weight;
        }
        return _firstBad < 0;
    }

    /// <summary>Which term of which micro-batch is not finite, as one number: the earlier, the larger; 0 for none.</summary>
    /// <param name="microBatchesLeft">Micro-batches of the step from this one on, at least 1.</param>
    public long Fault(int microBatchesLeft) => _firstBad < 0 ? 0 : (long)microBatchesLeft * _names.Count + (_names.Count - 1 - _firstBad);

    /// <summary>The opposite of <see cref="Fault"/>.</summary>
    public (int MicroBatchesLeft, string Term) Find(long fault) =>
        ((int)(fault / _names.Count), _names[_names.Count - 1 - (int)(fault % _names.Count)]);

    /// <summary>Writes the means over a step into its report.</summary>
    /// <param name="report">The report of this step.</param>
    /// <param name="microBatches">Micro-batches that the row is the sum of.</param>
    public void Report(StepReport report, int microBatches)
    {
        (report.Loss, report.Tokens, report.Sequences) = (_row[Total] / microBatches, (long)_row[Tokens], (long)_row[Sequences]);
        for (int i = 0; i < _names.Count; i++) report.Add(_names[i], _row[FirstTerm + i] / microBatches, _weights[i]);
    }

    private void Learn(IReadOnlyList<LossTerm> terms)
    {
        if (terms.Count == 0) throw new InvalidOperationException("The objective returned no loss term.");
        foreach (var term in terms)
        {
            _names.Add(term.Name);
            _weights.Add(term.Weight);
        }
        _row = new double[FirstTerm + _names.Count];
    }
}
