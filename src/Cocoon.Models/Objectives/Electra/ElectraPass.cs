using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Models;

/// <summary>What one pass of <see cref="Electra"/> leaves behind.</summary>
internal sealed class ElectraPass : ReplacementPass
{
    private float[] _isHit = [], _likelihoods = [];

    /// <summary>1 where a sample is the original token, else 0; length M.</summary>
    public ReadOnlyMemory<float> IsHit => _isHit.AsMemory(0, Positions.Length);

    /// <summary>Probability that the main model gives to the right answer about each sample; length M.</summary>
    public Memory<float> Likelihoods => _likelihoods.AsMemory(0, Positions.Length);

    public override void Begin(TokenBatch original, Tensor? guesses, ReadOnlyMemory<int> positions, ReadOnlyMemory<int> samples)
    {
        base.Begin(original, guesses, positions, samples);
        if (_isHit.Length < positions.Length) (_isHit, _likelihoods) = (new float[2 * positions.Length], new float[2 * positions.Length]);
        for (int i = 0; i < positions.Length; i++) _isHit[i] = samples.Span[i] == Targets.Span[i] ? 1 : 0;
    }
}
