using Cocoon.Tensors;

namespace Cocoon.Models;

/// <summary>Rows that a layer computed for the tokens of a text so far, so that the next token costs one row.</summary>
public sealed class RowCache
{
    private float[] _rows = [];
    private int _columns;

    /// <summary>Number of rows.</summary>
    public int Rows { get; private set; }

    /// <summary>Forgets all rows.</summary>
    public void Clear() => Rows = 0;

    /// <summary>Adds rows, and gives all.</summary>
    /// <param name="tape">A tape that does not record.</param>
    /// <param name="more">The rows of further tokens, [n, any].</param>
    /// <returns>The rows of all tokens, [Rows, any].</returns>
    public Tensor Append(Tape tape, Tensor more)
    {
        if (tape.Training) throw new InvalidOperationException("Rows are remembered for prediction only: no gradient could reach them.");
        int used = Rows * more.Columns;
        if (_rows.Length < used + more.Length) Array.Resize(ref _rows, Math.Max(used + more.Length, 2 * _rows.Length));
        more.Values.CopyTo(_rows.AsSpan(used));
        (Rows, _columns) = (Rows + more.Rows, more.Columns);
        return All(tape);
    }

    /// <summary>All rows, [Rows, any].</summary>
    public Tensor All(Tape tape)
    {
        var all = tape.New(Rows, _columns);
        _rows.AsSpan(0, all.Length).CopyTo(all.Values);
        return all;
    }
}
