namespace Cocoon.Models;

/// <summary>Which tokens a corrective language loss covers.</summary>
public enum LanguageModelScope
{
    /// <summary>Those that were masked for the auxiliary model, whether or not its sample differs from the original.</summary>
    Masked,

    /// <summary>All, as ELECTRA's "all-tokens MLM" (Clark et al. 2020, arXiv:2003.10555, §3.4); its logits take N · V floats.</summary>
    AllTokens,
}
