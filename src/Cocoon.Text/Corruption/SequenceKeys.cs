using System.Runtime.InteropServices;
using Cocoon.Determinism;

namespace Cocoon.Text;

/// <summary>Names the random numbers of each sequence of a batch: new ones every time it is seen (dynamic), or one of a few that it always keeps (static).</summary>
/// <param name="Key">Names the random numbers of the micro-batch.</param>
/// <param name="Copies">How many corruptions a sequence has in all; 0: always new ones.</param>
/// <remarks>
/// Dynamic as RoBERTa (Liu et al. 2019, arXiv:1907.11692, §4.1), static as BERT, whose data is written out with ten maskings of each text.
/// A static choice is a function of (seed, the sequence's tokens, number of the copy), so nothing is stored. Deviation: which copy comes up is drawn
/// each time; there the copies come in turn.
/// </remarks>
public readonly record struct SequenceKeys(StepKey Key, int Copies = 0)
{
    /// <summary>The random numbers of one sequence.</summary>
    public SequenceKey Of(TokenBatch batch, int sequence)
    {
        if (Copies == 0) return new(Key, 0, (ulong)sequence);
        uint copy = (uint)Key.Stream(Streams.Copy).Below(Copies, (ulong)sequence);
        ulong text = StableHash.Of(MemoryMarshal.Cast<int, char>(batch.Sequence(sequence)));
        return new(new(Key.Seed ^ text, copy), batch.Starts.Span[sequence], 0);
    }
}

/// <summary>Names the random numbers of one sequence.</summary>
/// <param name="Key">Seed and step, or what stands for them.</param>
/// <param name="Origin">Row of the batch that has index 0.</param>
/// <param name="Number">Index of the draws that a sequence makes once.</param>
public readonly record struct SequenceKey(StepKey Key, int Origin, ulong Number)
{
    /// <summary>The random numbers of one purpose.</summary>
    public RandomStream Stream(uint id) => Key.Stream(id);

    /// <summary>Index of the draw for a row of the batch.</summary>
    public ulong IndexOf(int row) => (ulong)(row - Origin);
}
