using Cocoon.Text;

namespace Cocoon.Models;

/// <summary>The ids that mean something to a denoising model.</summary>
/// <param name="Special">Ids that are not text.</param>
/// <param name="Sentinels">What stands for the first span, the second, and so on; empty if whole texts are written.</param>
/// <param name="Masks">Whether [MASK] stands in damaged texts.</param>
public sealed record DenoisingTokens(SpecialTokens Special, ReadOnlyMemory<int> Sentinels, bool Masks)
{
    /// <summary>What stands for a hidden span; −1 if nothing does.</summary>
    public int Blank => Sentinels.IsEmpty ? Masks ? Special.Mask : -1 : Sentinels.Span[0];

    /// <summary>Gives the probability of all sentinels to [SEP].</summary>
    /// <param name="scores">Scores of all words, changed in place; length V.</param>
    public void EndAtSentinels(Span<float> scores)
    {
        if (Sentinels.IsEmpty) return;
        double most = scores[Special.Separate], sum = 0;
        foreach (int id in Sentinels.Span) most = Math.Max(most, scores[id]);
        foreach (int id in Sentinels.Span)
        {
            sum += Math.Exp(scores[id] - most);
            scores[id] = float.NegativeInfinity;
        }
        scores[Special.Separate] = (float)(most + Math.Log(sum + Math.Exp(scores[Special.Separate] - most)));
    }
}
