namespace Cocoon.Models;

/// <summary>What a denoising model writes when it has read a damaged text.</summary>
public enum DenoisingForm
{
    /// <summary>The spans that are hidden, each after its sentinel: T5.</summary>
    Spans,

    /// <summary>The whole text: BART.</summary>
    WholeText,
}
