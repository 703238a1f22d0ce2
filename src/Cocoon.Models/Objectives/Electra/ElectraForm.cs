namespace Cocoon.Models;

/// <summary>What ELECTRA's main model is trained to tell: the paper's own objective, or one of the steps from BERT to it.</summary>
/// <remarks>Clark et al. 2020, arXiv:2003.10555, §3.4.</remarks>
public enum ElectraForm
{
    /// <summary>At every token, whether it is the original: ELECTRA.</summary>
    AllTokens,

    /// <summary>The same at the masked positions alone: "ELECTRA 15%".</summary>
    MaskedTokens,

    /// <summary>The original token at the masked positions, which show the generator's samples instead of [MASK]: "Replace MLM".</summary>
    ReplaceMlm,

    /// <summary>The original token everywhere, by copying or generating: "All-Tokens MLM".</summary>
    AllTokensMlm,
}
