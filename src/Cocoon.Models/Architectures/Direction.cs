namespace Cocoon.Models;

/// <summary>In which order a sequence is read.</summary>
public enum Direction
{
    /// <summary>Every token sees every token: BERT.</summary>
    Both,

    /// <summary>A token sees itself and what is before it: GPT.</summary>
    LeftToRight,

    /// <summary>A token sees itself and what is after it.</summary>
    RightToLeft,

    /// <summary>Every token sees the prefix; those after it see themselves and what is before them.</summary>
    Prefix,
}
