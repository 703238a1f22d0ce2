namespace Cocoon.Models;

/// <summary>How ELECTRA's generator is trained.</summary>
/// <remarks>Clark et al. 2020, arXiv:2003.10555, §3.2 and appendix F.</remarks>
public enum GeneratorTraining
{
    /// <summary>To guess masked words, together with the main model.</summary>
    Joint,

    /// <summary>To be taken for the original by the main model, by REINFORCE.</summary>
    Adversarial,

    /// <summary>To guess masked words, first and alone; then its weights become the main model's, and it is frozen.</summary>
    TwoStage,
}
