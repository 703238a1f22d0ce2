namespace Cocoon.Models;

/// <summary>A text near another.</summary>
/// <param name="Line">Its number among those that were searched, from 1.</param>
/// <param name="Cosine">Cosine of both vectors, in [−1, 1]: 1 for the same direction.</param>
/// <param name="Text">The text.</param>
public sealed record Neighbor(long Line, double Cosine, string Text);
