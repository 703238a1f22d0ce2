namespace Cocoon.Text;

/// <summary>How a <see cref="BytePairModel"/> spells words; the fields of the Hugging Face library's BPE.</summary>
internal sealed record BytePairOptions
{
    /// <summary>The token for characters that the vocabulary lacks; null: they are left out.</summary>
    public string? Unknown { get; init; }

    /// <summary>Neighboring unknown characters become one token.</summary>
    public bool FuseUnknown { get; init; }

    /// <summary>Unknown characters become their bytes, written &lt;0x0A&gt;, if all of them are in the vocabulary.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>A word that is a token as a whole is not spelled.</summary>
    public bool IgnoreMerges { get; init; }

    /// <summary>What marks symbols that continue a word.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>What marks the symbol that ends a word.</summary>
    public string Suffix { get; init; } = "";
}
