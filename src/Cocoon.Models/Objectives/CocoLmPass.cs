using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Models;

/// <summary>What one pass of <see cref="CocoLm"/> leaves behind.</summary>
internal sealed class CocoLmPass : ReplacementPass
{
    /// <summary>States of the first tokens of the corrupted text, [S, H].</summary>
    public Tensor? First { get; set; }

    /// <summary>States of the first tokens of the crops, [S, H].</summary>
    public Tensor? FirstOfCrop { get; set; }

    /// <summary>Sequence vectors of the corrupted text, [S, size].</summary>
    public Tensor? Sequence { get; set; }

    /// <summary>Sequence vectors of the crops, [S, size].</summary>
    public Tensor? SequenceOfCrop { get; set; }

    public override void Begin(TokenBatch original, Tensor? guesses, ReadOnlyMemory<int> positions, ReadOnlyMemory<int> samples)
    {
        base.Begin(original, guesses, positions, samples);
        (First, FirstOfCrop, Sequence, SequenceOfCrop) = (null, null, null, null);
    }
}
