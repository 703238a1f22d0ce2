namespace Cocoon.Kernels;

/// <summary>How a packed batch is seen by attention, the only kernel that knows where sequences begin.</summary>
/// <param name="Starts">Row where each sequence starts, and N at the end; length S + 1.</param>
/// <param name="Heads">Number of heads A.</param>
/// <param name="HeadSize">Columns of one head D; A · D = H.</param>
/// <param name="Buckets">Row of the relative bias table for each distance key − query, the distance 0 in the middle;
/// empty without relative bias. Odd length, at least 2 · longest sequence − 1, or 2 · largest position + 1.</param>
public readonly record struct AttentionShape(ReadOnlyMemory<int> Starts, int Heads, int HeadSize, ReadOnlyMemory<int> Buckets)
{
    /// <summary>Which keys each token looks at; length N; empty: all of its sequence. Relative bias and dropout are not moved by it.</summary>
    public ReadOnlyMemory<KeyRange> Visible { get; init; }

    /// <summary>Where each token stands in its text, between which relative bias counts the distance; length N; empty: at its place in the sequence.
    /// Sequences whose tokens come in another order than the text's have them.</summary>
    public ReadOnlyMemory<int> Positions { get; init; }

    /// <summary>Place in each sequence of its first query. Tokens before it are looked at, but their own rows of probabilities and output are left as
    /// they are: prediction that goes on where it stopped. 0 wherever a gradient is asked for.</summary>
    public int FirstQuery { get; init; }

    /// <summary>Row where each sequence's keys and values start, if those are another text's, and their number R at the end; length S + 1. Empty: every
    /// sequence looks at itself.</summary>
    public ReadOnlyMemory<int> KeyStarts { get; init; }

    /// <summary>Number of sequences S.</summary>
    public int Sequences => Starts.Length - 1;

    /// <summary>Floats needed to keep the probabilities of all heads: A · Σ queries · keys, each sequence and head one [queries, keys] block,
    /// sequence by sequence, then head by head.</summary>
    public long ProbabilityCount
    {
        get
        {
            long sum = 0;
            ReadOnlySpan<int> starts = Starts.Span, keys = KeyStarts.IsEmpty ? starts : KeyStarts.Span;
            for (int s = 0; s < Sequences; s++) sum += (long)(starts[s + 1] - starts[s]) * (keys[s + 1] - keys[s]);
            return Heads * sum;
        }
    }
}
