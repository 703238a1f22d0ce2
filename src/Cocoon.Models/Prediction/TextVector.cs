namespace Cocoon.Models;

/// <summary>A text and the vector that stands for it.</summary>
/// <param name="Text">The text.</param>
/// <param name="Vector">Its direction: H numbers, of length 1 together, so that the product of two such vectors is their cosine.</param>
public sealed record TextVector(string Text, float[] Vector)
{
    /// <summary>How alike two texts are, in [-1, 1].</summary>
    /// <param name="other">A vector from the same embedder.</param>
    public double CosineTo(TextVector other)
    {
        double cosine = 0;
        for (int i = 0; i < Vector.Length; i++) cosine += (double)Vector[i] * other.Vector[i];
        return cosine;
    }
}
