using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Models;

/// <summary>The network of BERT and RoBERTa: one encoder, a head that guesses words, and for pairs of texts one that judges the pair.</summary>
/// <remarks>Devlin et al. 2018, arXiv:1810.04805, §3, and the released code. Liu et al. 2019, arXiv:1907.11692, without pairs.</remarks>
public sealed class MaskedLmModel : IFillingNetwork, IMaskedLanguageModel
{
    /// <param name="scope">Where parameters are declared.</param>
    /// <param name="encoder">Sizes.</param>
    /// <param name="pairs">Whether pairs of texts are judged.</param>
    public MaskedLmModel(ParameterScope scope, EncoderOptions encoder, bool pairs)
    {
        var embeddings = new Embeddings(scope / "embeddings", encoder);
        Main = new(scope / "main", encoder, embeddings);
        MaskedHead = new(scope / "masked_head", encoder.HiddenSize, embeddings.Tokens, encoder.LayerNormEpsilon);
        if (pairs) PairHead = new(scope / "pair_head", encoder.HiddenSize);
    }

    /// <inheritdoc/>
    public Encoder Main { get; }

    /// <summary>Guesses the words that are hidden.</summary>
    public MaskedLanguageHead MaskedHead { get; }

    /// <summary>Tells whether the second text of a pair follows the first; null without pairs.</summary>
    public PairHead? PairHead { get; }

    /// <inheritdoc/>
    IMaskedLanguageModel? IFillingNetwork.Filling => this;

    /// <inheritdoc/>
    Tensor IMaskedLanguageModel.States(Tape tape, TokenBatch masked, ReadOnlyMemory<int> positions) => Main.Forward(tape, masked, positions);

    /// <inheritdoc/>
    Tensor IMaskedLanguageModel.Guess(Tape tape, Tensor states) => MaskedHead.Forward(tape, states);
}
