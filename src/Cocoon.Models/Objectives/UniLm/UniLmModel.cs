using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Models;

/// <summary>The network of UniLM: BERT's, which the mask of attention turns into an encoder, a decoder, or both.</summary>
/// <remarks>Dong et al. 2019, arXiv:1905.03197, §2.2. Words are filled in as they are read in both directions, which is BERT.</remarks>
public sealed class UniLmModel(ParameterScope scope, EncoderOptions encoder, SpecialTokens special) : IFillingNetwork, IGeneratingNetwork
{
    private readonly VisibleKeys _visible = new();
    private readonly TokenBatch _asked = new();

    /// <summary>The encoder, with the heads that guess words and judge pairs.</summary>
    public MaskedLmModel Network { get; } = new(scope, encoder, pairs: true);

    /// <inheritdoc/>
    public Encoder Main => Network.Main;

    /// <inheritdoc/>
    IMaskedLanguageModel? IFillingNetwork.Filling => Network;

    /// <inheritdoc/>
    /// <remarks>As the released decoder: [CLS] prefix [SEP] text so far [MASK], and the guess is at the mask. A mask is not a token of the text, so nothing can be remembered.</remarks>
    public Tensor Next(Tape tape, TokenBatch text, int prefix, DecoderPast past)
    {
        var ids = text.Ids.Span;
        int most = Main.Options.MaxLength - 2;                     // [SEP] and [MASK] come to it
        int skipped = Math.Max(0, ids.Length - most);
        prefix = Math.Clamp(prefix - skipped, 1, most);
        var (one, two) = UniLmOptions.SegmentsOf(Direction.Prefix);
        _asked.Clear();
        _asked.BeginSegment(one);
        _asked.Append(ids[..1]);
        _asked.Append(ids[(1 + skipped)..(prefix + skipped)]);
        _asked.Append(special.Separate);
        _asked.BeginSegment(two);
        _asked.Append(ids[(prefix + skipped)..]);
        _asked.Append(special.Mask);
        _asked.EndSequence();
        var visible = _visible.Of(_asked, _ => new(Direction.Prefix, prefix + 1));
        return Network.MaskedHead.Forward(tape, Main.Forward(tape, _asked, new[] { _asked.Tokens - 1 }, visible));
    }
}
