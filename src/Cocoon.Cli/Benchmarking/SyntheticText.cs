using Cocoon.Determinism;
using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary>Text that only costs time: sequences of full length whose words are drawn alike from the whole vocabulary.</summary>
/// <param name="sequences">Sequences of a batch.</param>
/// <param name="length">Tokens of each, [CLS] and [SEP] included.</param>
/// <param name="tokenizer">Whose words.</param>
internal sealed class SyntheticText(int sequences, int length, WordPieceTokenizer tokenizer) : IBatchSource
{
    private static readonly string[] s_special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    /// <summary>A tokenizer with a vocabulary of a size; its words mean nothing.</summary>
    public static WordPieceTokenizer Tokenizer(int vocabularySize) => new(s_special.Concat(Enumerable.Range(0, Math.Max(0, vocabularySize - s_special.Length)).Select(i => $"w{i}")));

    /// <inheritdoc/>
    public void Read(long index, TokenBatch batch)
    {
        batch.Clear();
        var special = tokenizer.Special;
        int words = tokenizer.VocabularySize - (special.Mask + 1);
        for (int s = 0; s < sequences; s++)
        {
            var stream = new RandomStream((ulong)index, (uint)s, Streams.Replacement);
            var ids = batch.Extend(length);
            for (int i = 1; i < length - 1; i++) ids[i] = special.Mask + 1 + stream.Below(words, (ulong)i);
            (ids[0], ids[^1]) = (special.Classify, special.Separate);
            batch.EndSequence();
        }
    }

    /// <inheritdoc/>
    public double EpochsBefore(long index) => 0;
}
