namespace Cocoon.Models;

/// <summary>Every objective: the one place where a new one is entered.</summary>
public static class ObjectiveTypes
{
    /// <summary>What a recipe calls it, and the record of its options.</summary>
    public static IReadOnlyList<(string Name, Type Options)> All { get; } =
    [
        ("causal-lm", typeof(CausalLmOptions)),
        ("coco-lm", typeof(CocoLmOptions)),
        ("denoising", typeof(DenoisingOptions)),
        ("electra", typeof(ElectraOptions)),
        ("masked-lm", typeof(MaskedLmOptions)),
        ("simcse", typeof(SimCseOptions)),
        ("unilm", typeof(UniLmOptions)),
        ("xlnet", typeof(XlNetOptions)),
    ];
}
