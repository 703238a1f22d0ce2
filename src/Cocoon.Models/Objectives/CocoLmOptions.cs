using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Models;

/// <summary>What COCO-LM is trained to do. The defaults are the paper's base setting; the switches are its ablations.</summary>
/// <remarks>
/// Meng et al. 2021, arXiv:2102.08473, Table 2, row by row: "RTD only" is <c>corrective: none, contrast: false</c>; "CLM only" is
/// <c>contrast: false</c>; "SCL + RTD" is <c>corrective: none</c>; "w/o relative position" is <c>relativeBins: 0</c> of the encoder;
/// random replacements are <c>replacements: random</c>; "All-token LM only" is <c>corrective: paper, languageModel: allTokens,
/// copyWeight: 0, stopGradient: false, contrast: false</c>; "CLM w/o copy" is <c>copy: false</c>; "CLM w/o stop-grad" is <c>corrective: paper, stopGradient: false</c>
/// (the last two with <c>contrast: false</c> in the paper).
/// </remarks>
public sealed record CocoLmOptions : ObjectiveOptions
{
    /// <summary>Layers of the auxiliary model; all else is as in the main model.</summary>
    public int AuxiliaryLayers { get; init; } = 4;

    /// <summary>Fraction of the tokens that are masked and replaced, in (0, 1).</summary>
    public double MaskRate { get; init; } = 0.15;

    /// <summary>λ_copy, the weight of deciding at every token whether it is the original; 0 leaves this loss out.</summary>
    public float CopyWeight { get; init; } = 50;

    /// <summary>Weight of the sequence contrast; greater than 0.</summary>
    public float ContrastWeight { get; init; } = 1;

    /// <summary>Fraction of a sequence that its crop keeps, in (0, 1].</summary>
    public double CropRate { get; init; } = 0.9;

    /// <summary>τ, what cosines are divided by in the sequence contrast.</summary>
    public float Temperature { get; init; } = 1;

    /// <summary>Size of the vector that stands for a sequence; 0: the hidden size, as in the paper's base model (768).</summary>
    public int SequenceHeadSize { get; init; }

    /// <summary>Form of the corrective language loss.</summary>
    public CorrectiveForm Corrective { get; init; } = CorrectiveForm.Author;

    /// <summary>Whether the corrective language loss knows that a token may be copied; false: it is plain cross-entropy.</summary>
    public bool Copy { get; init; } = true;

    /// <summary>Whether the corrective language loss leaves the decision to copy alone, so that only λ_copy's loss trains it.</summary>
    public bool StopGradient { get; init; } = true;

    /// <summary>Which tokens the corrective language loss covers.</summary>
    public LanguageModelScope LanguageModel { get; init; } = LanguageModelScope.Masked;

    /// <summary>Whether a sequence is contrasted with its crop.</summary>
    public bool Contrast { get; init; } = true;

    /// <summary>Where the tokens come from that replace masked ones.</summary>
    public ReplacementSource Replacements { get; init; } = ReplacementSource.Auxiliary;

    /// <summary>Size of the vector that stands for a sequence, given the hidden size.</summary>
    internal int SequenceSize(int hiddenSize) => SequenceHeadSize > 0 ? SequenceHeadSize : hiddenSize;

    /// <summary>True if a decision between original and replaced is made at all.</summary>
    internal bool HasGate => CopyWeight > 0 || (Corrective != CorrectiveForm.None && Copy);

    /// <summary>Every reason why this objective cannot be trained, contradictions among switches included; empty if it can.</summary>
    /// <param name="path">Where these options stand in the recipe, such as <c>objective</c>.</param>
    public override IEnumerable<RecipeProblem> Problems(string path) => Numbers(path).Concat(Contradictions(path));

    /// <inheritdoc/>
    public override IEnumerable<RecipeProblem> ProblemsWith(RecipeContext recipe)
    {
        foreach (var problem in recipe.StatesAsWideAsTokens().Concat(recipe.OneSegment())) yield return problem;
        if (Contrast && recipe.SequencesPerBatch == 1)
            yield return new("data.sequencesPerBatch", "A batch of one sequence has no other to contrast it with.", "Use 2 at least, or objective.contrast: false.");
    }

    /// <inheritdoc/>
    public override IPretraining Build(ParameterScope scope, EncoderOptions encoder, TokenKinds kinds) =>
        new CocoLm(new(scope, encoder, this), this, kinds.Special);

    /// <inheritdoc/>
    public override long Parameters(EncoderOptions encoder) => CocoLmCost.Parameters(encoder, this);

    /// <inheritdoc/>
    public override ObjectiveCost Cost(EncoderOptions encoder, int sequences, int length) => CocoLmCost.Of(encoder, this, sequences, length).Parts(encoder, this, sequences, length);

    private IEnumerable<RecipeProblem> Numbers(string path)
    {
        if (AuxiliaryLayers < 1) yield return new($"{path}.auxiliaryLayers", $"{AuxiliaryLayers} is not a number of layers.", "Use a third of the main model's.");
        if (MaskRate is not (> 0 and < 1)) yield return new($"{path}.maskRate", $"{MaskRate} is not a fraction in (0, 1).", "Use 0.15.");
        if (CropRate is not (> 0 and <= 1)) yield return new($"{path}.cropRate", $"{CropRate} is not a fraction in (0, 1].", "Use 0.9.");
        if (Temperature is not (> 0 and < float.PositiveInfinity)) yield return new($"{path}.temperature", $"{Temperature} is not a positive number.", "Use 1.");
        if (SequenceHeadSize < 0) yield return new($"{path}.sequenceHeadSize", $"{SequenceHeadSize} is not a size.", "Use 0 for the hidden size.");
        if (CopyWeight is not (>= 0 and < float.PositiveInfinity)) yield return new($"{path}.copyWeight", $"{CopyWeight} is not a weight.", "Use 50, or 0 to leave the loss out.");
        if (ContrastWeight is not (> 0 and < float.PositiveInfinity)) yield return new($"{path}.contrastWeight", $"{ContrastWeight} is not a positive weight.", "Use 1; contrast: false leaves the loss out.");
    }

    private IEnumerable<RecipeProblem> Contradictions(string path)
    {
        bool corrects = Corrective != CorrectiveForm.None;
        if (!corrects && !Contrast && CopyWeight == 0)
            yield return new($"{path}.corrective", "Nothing is left that trains the main model.", "Switch on one of corrective, contrast and copyWeight.");
        if (!corrects && (!Copy || !StopGradient || LanguageModel != LanguageModelScope.Masked))
            yield return new($"{path}.corrective", "copy, stopGradient and languageModel shape the corrective loss, and there is none.", "Leave them at their defaults, or choose a form.");
        if (corrects && !Copy && !StopGradient)
            yield return new($"{path}.stopGradient", "Without copying there is no decision to copy that a gradient could reach.", "Leave stopGradient at true.");
        if (corrects && Copy && StopGradient && CopyWeight == 0)
            yield return new($"{path}.copyWeight", "The decision to copy is used but never trained.", "Use a copyWeight above 0, or stopGradient: false with corrective: paper.");
        if (Corrective == CorrectiveForm.Author && Copy && !StopGradient && CopyWeight == 0)
            yield return new($"{path}.stopGradient", "The author's form alone is least if everything is copied: nothing would be learned.", "Use corrective: paper, or a copyWeight above 0.");
    }
}
