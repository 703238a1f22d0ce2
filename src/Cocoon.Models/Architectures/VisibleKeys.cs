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
        if (_ranges.Length < batch.Tokens) _ranges = new KeyRange[Math.Max(batch.Tokens, 2 * _ranges.Length)];
        var starts = batch.Starts.Span;
        for (int s = 0; s < batch.Sequences; s++)
        {
            var reading = readingOf(s);
            for (int row = starts[s]; row < starts[s + 1]; row++) _ranges[row] = reading.Sees(row - starts[s], starts[s + 1] - starts[s]);
        }
        return _ranges.AsMemory(0, batch.Tokens);
    }
}
