namespace Cocoon.Text;

/// <summary>How far a corpus of a mixture has been read: up to and including one document.</summary>
/// <param name="Pass">How often the corpus was read to its end before.</param>
/// <param name="Documents">Documents read so far, over all passes; 0 if reading has not begun and the rest says nothing.</param>
/// <param name="Place">Where the last document read starts.</param>
/// <param name="Hash">The hash of that document's text, by which it is recognized.</param>
internal readonly record struct PartPosition(int Pass, long Documents, DocumentPlace Place, UInt128 Hash);
