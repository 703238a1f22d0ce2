using Cocoon.Tensors;

namespace Cocoon.Models;

/// <summary>The networks of COCO-LM: a main encoder with its heads, and the auxiliary model. A part exists only if a loss trains it.</summary>
/// <remarks>
/// Meng et al. 2021, arXiv:2102.08473, §3, and the released model. Main and auxiliary model share the token matrix, the absolute positions and the
/// embeddings' layer normalization; each has its own layers and relative positions.
/// </remarks>
public sealed class CocoLmModel : ICorrectingNetwork, IFillingNetwork, ISequenceNetwork
{
    /// <param name="scope">Where parameters are declared.</param>
    /// <param name="encoder">Sizes of the main encoder.</param>
    /// <param name="options">Decides which parts there are, and the auxiliary model's depth.</param>
    public CocoLmModel(ParameterScope scope, EncoderOptions encoder, CocoLmOptions options)
    {
        var embeddings = new Embeddings(scope / "embeddings", encoder);
        Main = new(scope / "main", encoder, embeddings);
        if (options.HasGate) CopyHead = new(scope / "copy_head", encoder.HiddenSize);
        if (options.Corrective != CorrectiveForm.None) LanguageHead = new(scope / "language_head", embeddings.Tokens);
        if (options.Contrast)
            SequenceHead = new(scope / "sequence_head", encoder.HiddenSize, options.SequenceSize(encoder.HiddenSize), encoder.LayerNormEpsilon);
        if (options.Replacements == ReplacementSource.Auxiliary)
            Auxiliary = new(scope / "auxiliary", encoder with { Layers = options.AuxiliaryLayers }, embeddings);
    }

    /// <summary>The model that is trained for use.</summary>
    public Encoder Main { get; }

    /// <summary>Original or replaced, at every token; null if nothing asks.</summary>
    public CopyHead? CopyHead { get; }

    /// <summary>Recovers the original words; null without a corrective loss.</summary>
    public LanguageHead? LanguageHead { get; }

    /// <summary>Vectors of whole sequences; null without contrast.</summary>
    public SequenceHead? SequenceHead { get; }

    /// <summary>Corrupts text; null if replacements are random.</summary>
    public AuxiliaryModel? Auxiliary { get; }

    /// <inheritdoc/>
    IHead? ICorrectingNetwork.Decision => CopyHead;

    /// <inheritdoc/>
    IHead? ICorrectingNetwork.Language => LanguageHead;

    /// <inheritdoc/>
    IMaskedLanguageModel? IFillingNetwork.Filling => Auxiliary;

    /// <inheritdoc/>
    bool ISequenceNetwork.ContrastsSequences => SequenceHead is not null;
}
