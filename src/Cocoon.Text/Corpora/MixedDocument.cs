namespace Cocoon.Text;

/// <summary>A document of a mixture.</summary>
/// <param name="Document">The document; its place counts the files of its corpus.</param>
/// <param name="Part">Number of the corpus in the mixture, from 0.</param>
/// <param name="Pass">How often that corpus was read to its end before: 0 the first time a document comes.</param>
internal readonly record struct MixedDocument(Document Document, int Part, int Pass);
