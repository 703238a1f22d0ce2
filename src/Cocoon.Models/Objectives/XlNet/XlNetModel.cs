using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Models;

/// <summary>The network of XLNet: an encoder that reads two streams with the same weights, and a language head on the query stream.</summary>
/// <remarks>
/// Yang et al. 2019, arXiv:1906.08237, §2.3. Both streams are rows of one batch: a query's row attends to content rows, and what differs from layer to layer is nothing
/// but what each row sees. The learned vector w that every query starts from is [MASK]'s, to which its position is added. After training the content stream is
/// the model: an encoder like any other. Words that are hidden by [MASK] are guessed by queries that see all other words.
/// </remarks>
public sealed class XlNetModel : IFillingNetwork, IMaskedLanguageModel
{
    private readonly TwoStreams _streams = new();
    private readonly VisibleKeys _visible = new();
    private readonly IntList _masks = new();
    private readonly LanguageHead _head;
    private readonly int _mask;

    /// <param name="scope">Where parameters are declared.</param>
    /// <param name="encoder">Sizes.</param>
    /// <param name="special">The token that stands for an unknown one.</param>
    public XlNetModel(ParameterScope scope, EncoderOptions encoder, SpecialTokens special)
    {
        var embeddings = new Embeddings(scope / "embeddings", encoder);
        Main = new(scope / "main", encoder, embeddings);
        _head = new(scope / "language_head", embeddings.Tokens);
        _mask = special.Mask;
    }

    /// <inheritdoc/>
    public Encoder Main { get; }

    /// <inheritdoc/>
    IMaskedLanguageModel? IFillingNetwork.Filling => this;

    /// <summary>What the query stream knows in the end.</summary>
    /// <param name="text">A text.</param>
    /// <param name="targets">Rows of the tokens that are predicted, ascending; length M.</param>
    /// <param name="ranks">Place of each in the order of its sequence's targets; length M. Empty: none sees another.</param>
    /// <returns>States g, [M, H].</returns>
    public Tensor Queries(Tape tape, TokenBatch text, ReadOnlySpan<int> targets, ReadOnlySpan<int> ranks)
    {
        _streams.Arrange(text, targets, ranks, _mask);
        return Main.Forward(tape, _streams.Batch, _streams.Queries, _visible.Beginnings(_streams.Seen.Span));
    }

    /// <inheritdoc/>
    public Tensor States(Tape tape, TokenBatch masked, ReadOnlyMemory<int> positions)
    {
        _masks.Clear();
        for (int row = 0; row < masked.Tokens; row++)
            if (masked.Ids.Span[row] == _mask) _masks.Add(row);
        int[] wanted = new int[positions.Length];
        for (int i = 0; i < wanted.Length; i++) wanted[i] = _masks.Span.BinarySearch(positions.Span[i]);
        return tape.GatherRows(Queries(tape, masked, _masks.Span, default), wanted);
    }

    /// <inheritdoc/>
    public Tensor Guess(Tape tape, Tensor states) => _head.Forward(tape, states);
}
