namespace Cocoon.Text;

/// <summary>A token that is looked for in the text itself, before the model sees it.</summary>
/// <remarks>The fields of the Hugging Face library's AddedToken.</remarks>
public sealed record AddedToken
{
    /// <summary>Its text.</summary>
    public required string Content { get; init; }

    /// <summary>Its id.</summary>
    public required int Id { get; init; }

    /// <summary>Whether it is only found where no word character is next to it.</summary>
    public bool SingleWord { get; init; }

    /// <summary>Whether it takes the white space before it along.</summary>
    public bool LeftStrip { get; init; }

    /// <summary>Whether it takes the white space behind it along.</summary>
    public bool RightStrip { get; init; }

    /// <summary>Whether it is looked for in the normalized text, itself normalized.</summary>
    public bool Normalized { get; init; }

    /// <summary>Whether it is not text: found only on request, and left out of decoded text.</summary>
    public bool Special { get; init; }
}
