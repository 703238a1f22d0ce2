namespace Cocoon.Models;

/// <summary>What the embeddings of ELECTRA's two networks have in common.</summary>
public enum EmbeddingSharing
{
    /// <summary>Everything: tokens, positions, segments and their normalization; the released code.</summary>
    All,

    /// <summary>The token matrix.</summary>
    Tokens,

    /// <summary>Nothing.</summary>
    None,
}
