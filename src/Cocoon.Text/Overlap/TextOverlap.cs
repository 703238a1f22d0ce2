namespace Cocoon.Text;

/// <summary>A stretch of a document that an evaluation set holds, too.</summary>
/// <param name="Document">The document.</param>
/// <param name="Start">Where the stretch begins in the document's text, in UTF-16 code units.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Words">Words in it.</param>
/// <param name="EvaluationFile">The evaluation set that holds its beginning.</param>
/// <param name="EvaluationLine">Line of that file, from 1.</param>
public sealed record TextOverlap(Document Document, int Start, int End, int Words, string EvaluationFile, long EvaluationLine);
