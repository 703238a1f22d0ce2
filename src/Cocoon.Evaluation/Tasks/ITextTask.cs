namespace Cocoon.Evaluation;

/// <summary>Tasks with one answer for the whole text, which comes from the state of the first token.</summary>
public interface ITextTask : ITask
{
    /// <summary>What the scores of a text say.</summary>
    /// <param name="scores">What the head gave, one for each of its outputs.</param>
    TextAnswer AnswerOf(ReadOnlySpan<float> scores);

    /// <summary>How far an answer is from the right one: 0 if it is right; for sorting the worst errors.</summary>
    /// <param name="sequence">The text, with what is right.</param>
    /// <param name="scores">What the head gave.</param>
    double ErrorOf(EncodedSequence sequence, ReadOnlySpan<float> scores);
}
