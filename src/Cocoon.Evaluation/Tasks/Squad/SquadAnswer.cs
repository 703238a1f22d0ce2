namespace Cocoon.Evaluation;

/// <summary>A right answer to a question about a text.</summary>
/// <param name="Text">What a person marked.</param>
/// <param name="Start">Its first UTF-16 code unit in the text; −1 if the text does not say this where the data claim it.</param>
public readonly record struct SquadAnswer(string Text, int Start);
