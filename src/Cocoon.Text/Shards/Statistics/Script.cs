namespace Cocoon.Text;

/// <summary>Writing systems told apart by ranges of Unicode.</summary>
public enum Script
{
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    Indic,
    SoutheastAsian,
    Cjk,
    Kana,
    Hangul,
    Other,
}
