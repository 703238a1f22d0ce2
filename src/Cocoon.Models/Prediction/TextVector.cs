namespace Cocoon.Models;

/// <summary>A text and the vector that stands for it.</summary>
/// <param name="Text">The text.</param>
/// <param name="Vector">Its direction: H numbers, of length 1 together, so that the product of two such vectors is their cosine.</param>
public sealed record TextVector(string Text, float[] Vector);
