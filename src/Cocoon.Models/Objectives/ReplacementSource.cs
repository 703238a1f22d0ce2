namespace Cocoon.Models;

/// <summary>Where the tokens come from that replace masked ones.</summary>
public enum ReplacementSource
{
    /// <summary>Samples of an auxiliary masked language model, trained along.</summary>
    Auxiliary,

    /// <summary>Words of the vocabulary, all equally likely; there is no auxiliary model.</summary>
    Random,
}
