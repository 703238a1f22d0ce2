using Cocoon.Determinism;
using Cocoon.Text;

namespace Cocoon.Tests.Text.Corruption;

/// <summary>Batches of every size and mixture of special tokens, by number.</summary>
internal static class RandomBatches
{
    public const int VocabularySize = 1000;

    public static SpecialTokens Special => SpecialTokens.First5;

    /// <summary>Batch <paramref name="number"/>: 1 to 8 sequences of 1 to 80 tokens that begin with [CLS].</summary>
    public static TokenBatch Create(uint number)
    {
        var stream = new RandomStream(99, number, 1);
        ulong next = 0;
        var batch = new TokenBatch();
        int sequences = 1 + stream.Below(8, next++);
        for (int s = 0; s < sequences; s++)
        {
            batch.Append(Special.Classify);
            for (int rest = stream.Below(80, next++); rest > 0; rest--) batch.Append(stream.Below(VocabularySize, next++));
            batch.EndSequence();
        }
        return batch;
    }
}
