using Cocoon.Training;

namespace Cocoon.Cli;

/// <summary>How text is cut into batches.</summary>
public sealed record DataOptions
{
    /// <summary>Tokens in a sequence at most, [CLS] and [SEP] included.</summary>
    public int SequenceLength { get; init; } = 128;

    /// <summary>Sequences in a micro-batch.</summary>
    public int SequencesPerBatch { get; init; } = 64;

    /// <summary>Every reason why these cannot be used.</summary>
    public IEnumerable<RecipeProblem> Problems()
    {
        if (SequenceLength < 8)
            yield return new("data.sequenceLength", $"{SequenceLength} tokens leave no room for text.", "Use 8 at least; 128 is usual, 512 for long documents.");
        if (SequencesPerBatch < 1)
            yield return new("data.sequencesPerBatch", $"A batch of {SequencesPerBatch} sequences.", "Use 1 at least.");
        if ((long)SequenceLength * SequencesPerBatch > 1 << 22)
            yield return new("data.sequencesPerBatch", $"{SequencesPerBatch} sequences of {SequenceLength} tokens are more than 4,194,304 tokens at a time.", "Take smaller batches and raise training.accumulate.");
    }
}
