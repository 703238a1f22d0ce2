using Cocoon.Kernels;
using Cocoon.Text;

namespace Cocoon.Models;

/// <summary>The mask matrices of a batch.</summary>
public sealed class VisibleKeys
{
    private KeyRange[] _ranges = [];

    /// <summary>What each token of a batch sees, valid until the next call.</summary>
    /// <param name="batch">A packed batch of N tokens.</param>
    /// <param name="readingOf">How each sequence is read, by its number.</param>
    /// <returns>A range for each token; length N.</returns>
    public ReadOnlyMemory<KeyRange> Of(TokenBatch batch, Func<int, Reading> readingOf)
    {
        EnsureRoom(batch.Tokens);
        var starts = batch.Starts.Span;
        for (int s = 0; s < batch.Sequences; s++)
        {
            var reading = readingOf(s);
            for (int row = starts[s]; row < starts[s + 1]; row++) _ranges[row] = reading.Sees(row - starts[s], starts[s + 1] - starts[s]);
        }
        return _ranges.AsMemory(0, batch.Tokens);
    }

    /// <summary>What each token of a batch sees if that is the beginning of its sequence, valid until the next call.</summary>
    /// <param name="seen">How many tokens each one sees; length N.</param>
    /// <returns>A range for each token; length N.</returns>
    public ReadOnlyMemory<KeyRange> Beginnings(ReadOnlySpan<int> seen)
    {
        EnsureRoom(seen.Length);
        for (int row = 0; row < seen.Length; row++) _ranges[row] = new(0, seen[row]);
        return _ranges.AsMemory(0, seen.Length);
    }

    private void EnsureRoom(int tokens)
    {
        if (_ranges.Length < tokens) _ranges = new KeyRange[Math.Max(tokens, 2 * _ranges.Length)];
    }
}
