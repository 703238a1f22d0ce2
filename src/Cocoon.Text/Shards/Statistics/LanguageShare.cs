namespace Cocoon.Text;

/// <summary>How much of a corpus seems to be written in a language.</summary>
/// <param name="Language">ISO 639-1 code, or "unknown". An estimate, see <see cref="LanguageGuess"/>.</param>
/// <param name="Documents">Number of documents.</param>
public readonly record struct LanguageShare(string Language, long Documents);
