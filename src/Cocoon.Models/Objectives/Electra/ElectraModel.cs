using Cocoon.Tensors;

namespace Cocoon.Models;

/// <summary>The networks of ELECTRA: a main encoder (the paper's discriminator) with its head, and a generator. A part exists only if a loss trains it.</summary>
/// <remarks>
/// Clark et al. 2020, arXiv:2003.10555, §3.1 and §3.2, and the released code. The embeddings have one size for both networks; where a hidden size
/// differs, the network has a linear map of its own. The generator's input and output share their token matrix.
/// </remarks>
public sealed class ElectraModel : ICorrectingNetwork, IFillingNetwork
{
    private const string GeneratorPath = "generator", MainPath = "main", EmbeddingsPath = "embeddings";

    private readonly ParameterScope _scope;

    /// <param name="scope">Where parameters are declared.</param>
    /// <param name="encoder">Sizes of the main encoder.</param>
    /// <param name="options">Decides which parts there are, and the generator's sizes.</param>
    public ElectraModel(ParameterScope scope, EncoderOptions encoder, ElectraOptions options)
    {
        _scope = scope;
        var (generator, embeddings) = (options.Generator(encoder), new Embeddings(scope / EmbeddingsPath, encoder));
        Main = new(scope / MainPath, encoder, embeddings);
        if (options.Form != ElectraForm.ReplaceMlm) DetectionHead = new(scope / "detection_head", encoder.HiddenSize);
        if (!options.Detects) MaskedHead = new(scope / "masked_head", encoder.HiddenSize, embeddings.Tokens, encoder.LayerNormEpsilon);

        var own = scope / GeneratorPath;
        Generator = new(own, generator, options.Sharing switch
        {
            EmbeddingSharing.All => embeddings,
            EmbeddingSharing.Tokens => new(own / EmbeddingsPath, generator, embeddings.Tokens),
            _ => new(own / EmbeddingsPath, generator),
        });
        if (options.Training == GeneratorTraining.Adversarial) Baseline = new(scope / "baseline", generator.HiddenSize, 1);
    }

    /// <inheritdoc/>
    public Encoder Main { get; }

    /// <summary>Original or replaced, at every token; null for "Replace MLM".</summary>
    public DetectionHead? DetectionHead { get; }

    /// <summary>The main model's guess of the original word; null if it only detects.</summary>
    public MaskedLanguageHead? MaskedHead { get; }

    /// <summary>Replaces masked words.</summary>
    public AuxiliaryModel Generator { get; }

    /// <summary>What reward a masked position is expected to bring; null if the generator is not trained by reward.</summary>
    public Linear? Baseline { get; }

    /// <inheritdoc/>
    IHead? ICorrectingNetwork.Decision => DetectionHead;

    /// <inheritdoc/>
    IHead? ICorrectingNetwork.Language => MaskedHead;

    /// <inheritdoc/>
    IMaskedLanguageModel? IFillingNetwork.Filling => Generator;

    /// <summary>True for the path of a parameter that belongs to the generator alone.</summary>
    public bool IsGenerators(string path) => path.StartsWith((_scope / GeneratorPath).Path + ".", StringComparison.Ordinal);

    /// <summary>Gives the main encoder the weights of a generator of its size; heads stay as they are.</summary>
    public void CopyGenerator()
    {
        Copy(_scope / GeneratorPath / EmbeddingsPath, _scope / EmbeddingsPath);
        foreach (string part in new[] { "projection", "relative_positions", "layers" }) Copy(_scope / GeneratorPath / part, _scope / MainPath / part);
    }

    private void Copy(ParameterScope from, ParameterScope to)
    {
        foreach (var (path, tensor) in _scope.Store.Parameters)
            if (path.StartsWith(from.Path + ".", StringComparison.Ordinal)) tensor.Values.CopyTo(_scope.Store[to.Path + path[from.Path.Length..]].Tensor.Values);
    }
}
