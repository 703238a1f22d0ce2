namespace Cocoon.Text;

/// <summary>A piece found in normalized text; pieces follow one another without gaps.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Length">Bytes of the text that it covers.</param>
internal readonly record struct Piece(int Id, int Length);
