namespace Cocoon.Text;

/// <summary>A file of an evaluation set, and how much of it a corpus holds.</summary>
/// <param name="Path">The file.</param>
/// <param name="Pieces">Pieces of text in it that have enough words for a run.</param>
/// <param name="Found">How many of them have a run of words that the corpus holds, too.</param>
public sealed record EvaluationSet(string Path, int Pieces, int Found);
