namespace Cocoon.Text;

/// <summary>What a corpus looks like in tokens.</summary>
public sealed record TokenStatistics
{
    /// <summary>Number of documents.</summary>
    public required long Documents { get; init; }

    /// <summary>Number of tokens.</summary>
    public required long Tokens { get; init; }

    /// <summary>Lengths of the documents, in tokens.</summary>
    public required LengthStatistics Lengths { get; init; }

    /// <summary>Number of ids of the vocabulary.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>How many of them occur.</summary>
    public required int UsedIds { get; init; }

    /// <summary>Fraction of the tokens that are [UNK], in [0, 1].</summary>
    public required double UnknownRate { get; init; }

    /// <summary>Entropy of a single token in nats: the loss of a model that knows nothing but how frequent each token is.</summary>
    public required double UnigramEntropy { get; init; }

    /// <summary>Measures prepared text.</summary>
    /// <param name="shards">The text.</param>
    /// <param name="special">The tokenizer's special tokens: which id is [UNK].</param>
    /// <param name="progress">Told the number of documents measured so far, from time to time.</param>
    /// <param name="ct">Stops between two documents.</param>
    /// <exception cref="ShardException">A shard is damaged.</exception>
    public static TokenStatistics Of(ShardSet shards, SpecialTokens special, IProgress<long>? progress = null, CancellationToken ct = default)
    {
        const int DocumentsPerReport = 1 << 12;
        var counter = new TokenCounter(shards.Manifest.VocabularySize);
        var ids = new IntList();
        for (long document = 0; document < shards.Documents; document++)
        {
            ct.ThrowIfCancellationRequested();
            ids.Clear();
            shards.ReadDocument(document, ids);
            counter.Add(ids.Span);
            if ((document + 1) % DocumentsPerReport == 0 || document + 1 == shards.Documents) progress?.Report(document + 1);
        }
        return counter.Result(special);
    }
}
