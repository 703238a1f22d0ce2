namespace Cocoon.Text;

/// <summary>How a second view of a text is made.</summary>
public enum TextEdit
{
    /// <summary>Not at all: dropout makes the difference.</summary>
    None,

    /// <summary>A contiguous part is kept.</summary>
    Crop,

    /// <summary>Words are left out.</summary>
    Deletion,

    /// <summary>Random words are put between.</summary>
    Insertion,

    /// <summary>Random words stand for others.</summary>
    Replacement,
}
