using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Models;

/// <summary>The network of SimCSE: an encoder whose first state stands for the sequence, through an MLP in training only.</summary>
/// <remarks>Gao et al. 2021, arXiv:2104.08821, §6.3; released code, <c>mlp_only_train</c>.</remarks>
public sealed class SimCseModel : IFillingNetwork, IMaskedLanguageModel, ISequenceNetwork
{
    /// <param name="scope">Where parameters are declared.</param>
    /// <param name="encoder">Sizes.</param>
    /// <param name="masked">Whether hidden words are guessed beside.</param>
    public SimCseModel(ParameterScope scope, EncoderOptions encoder, bool masked)
    {
        var embeddings = new Embeddings(scope / "embeddings", encoder);
        Main = new(scope / "main", encoder, embeddings);
        Pooler = new(scope / "pooler", encoder.HiddenSize);
        if (masked) MaskedHead = new(scope / "masked_head", encoder.HiddenSize, embeddings.Tokens, encoder.LayerNormEpsilon);
    }

    /// <inheritdoc/>
    public Encoder Main { get; }

    /// <summary>The MLP, dropped after training.</summary>
    public PoolerHead Pooler { get; }

    /// <summary>Guesses hidden words; null without that loss.</summary>
    public MaskedLanguageHead? MaskedHead { get; }

    /// <inheritdoc/>
    bool ISequenceNetwork.ContrastsSequences => true;

    /// <inheritdoc/>
    IMaskedLanguageModel? IFillingNetwork.Filling => MaskedHead is null ? null : this;

    /// <summary>Vectors of the sequences, as they are contrasted.</summary>
    /// <param name="batch">Any text.</param>
    /// <returns>Vectors, not yet of length 1, [S, H].</returns>
    public Tensor Vectors(Tape tape, TokenBatch batch) => Pooler.Forward(tape, Main.Forward(tape, batch, batch.First));

    /// <inheritdoc/>
    public Tensor States(Tape tape, TokenBatch masked, ReadOnlyMemory<int> positions) => Main.Forward(tape, masked, positions);

    /// <inheritdoc/>
    public Tensor Guess(Tape tape, Tensor states) => MaskedHead!.Forward(tape, states);
}
