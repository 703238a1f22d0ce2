namespace Cocoon.Text;

/// <summary>Changes a text before it is cut into words. Immutable; any number of threads may use one instance.</summary>
internal interface ITextNormalizer
{
    /// <summary>Changes the text in place.</summary>
    void Normalize(NormalizedText text);
}
