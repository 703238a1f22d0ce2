using Cocoon.Text;

namespace Cocoon.Evaluation;

/// <summary>One sequence as a model reads it, special tokens included, and what is to be answered. Kinds of task that must find their way back into the text derive from it.</summary>
public record EncodedSequence
{
    /// <summary>Number of the example in its set.</summary>
    public required int Example { get; init; }

    /// <summary>Token ids: [CLS] text [SEP], or [CLS] text [SEP] pair [SEP].</summary>
    public required int[] Ids { get; init; }

    /// <summary>Place of the first token of the second text; <c>Ids.Length</c> if there is none.</summary>
    public required int PairStart { get; init; }

    /// <summary>Tokens of the example that did not fit; 0 if all did.</summary>
    public int Dropped { get; init; }

    /// <summary>What is right, in whole numbers: the label of a classification, [1]; the label of every token, −1 where none is asked for, [length]; first and
    /// last token of an answer, [2]. Empty if the kind answers with <see cref="Values"/>, or nothing is known.</summary>
    public IReadOnlyList<int> Targets { get; init; } = [];

    /// <summary>What is right, in numbers: the number brought to [0, 1], [1]; 1 or 0 for each label, [C]. Empty if the kind answers with <see cref="Targets"/>,
    /// or nothing is known.</summary>
    public IReadOnlyList<float> Values { get; init; } = [];

    /// <summary>Whether something is right about it.</summary>
    public bool HasTarget => Targets.Count + Values.Count > 0;

    /// <summary>Adds the sequence to a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="source">Its number, which the batch remembers.</param>
    /// <param name="segments">Whether the model has a vector for each part of a pair: then the second text is segment 1.</param>
    public void AppendTo(TokenBatch batch, int source, bool segments)
    {
        batch.Append(Ids.AsSpan(0, PairStart));
        if (segments) batch.BeginSegment(1);
        batch.Append(Ids.AsSpan(PairStart));
        batch.EndSequence(source);
    }
}
