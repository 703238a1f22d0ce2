using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Models;

/// <summary>XLNet: words are predicted one after the other in a random order, each from what came before it in that order, on both sides of it.</summary>
/// <remarks>
/// Yang et al. 2019, arXiv:1906.08237, §2.2 and §2.3. L = −mean of log p(x_z(t) | x_z(&lt;t)) over the last tokens of an order z, in nats a token. The known tokens, those before,
/// are read as one text. Deviations: docs/papers/xlnet.md.
/// </remarks>
public sealed class XlNet(XlNetModel model, XlNetOptions options, TokenKinds kinds) : IPretraining
{
    private readonly RunLengths _runs = RunLengths.Harmonic(options.LongestSpan);
    private readonly TokenBatch _hidden = new();
    private readonly IntList _positions = new(), _ranks = new(), _targets = new();
    private readonly TokenLoss _loss = new("plm");

    /// <inheritdoc/>
    public INetwork Network => model;

    /// <inheritdoc/>
    public IReadOnlyList<LossTerm> Forward(Tape tape, TokenBatch original)
    {
        // Partial prediction: one token in K, in runs of words, each in a text of K times its length.
        WordMasking.Choose(original, options.TargetRate, _runs, kinds, new(tape.Key), _positions, options.TokensPerTarget);

        // z: the known tokens first, then those that are predicted, in random order.
        Factorization.Draw(original, _positions.Span, options.BlockSize, tape.Key, _ranks);
        return Losses(tape, original, _positions.Memory, _ranks.Memory);
    }

    /// <summary>The loss of a given order.</summary>
    /// <param name="text">The text.</param>
    /// <param name="m">The tokens that are predicted: rows of the batch, ascending; length M.</param>
    /// <param name="ranks">Place of each in the order of its sequence's targets, from 0; length M.</param>
    internal IReadOnlyList<LossTerm> Losses(Tape tape, TokenBatch text, ReadOnlyMemory<int> m, ReadOnlyMemory<int> ranks)
    {
        text.At(m.Span, _targets);

        // g: what the query stream knows of x_z(<t) and the position z(t); not of x_z(t).
        var queries = model.Queries(tape, text, m.Span, ranks.Span);                        // [M, H]

        // L: −log of e(x)ᵀ g, normalized over the vocabulary.
        return _loss.Of(tape, model.Guess(tape, queries), _targets.Memory);                 // of [M, V]
    }

    /// <inheritdoc/>
    /// <remarks><c>plm</c> and <c>loss</c>: nats a predicted token; <c>plm.accuracy</c>: predicted tokens that the best guess hits.</remarks>
    public void Evaluate(Tape tape, TokenBatch original, MetricSet metrics)
    {
        Forward(tape, original);
        _loss.Measure(tape, original, metrics);
    }

    /// <inheritdoc/>
    public BatchTrace Trace(Tape tape, TokenBatch original)
    {
        Forward(tape, original);
        _hidden.CopyFrom(original);
        foreach (int row in _positions.Span) _hidden.MutableIds[row] = kinds.Special.Mask;
        return new(original, _hidden, _positions.Memory) { Guesses = _loss.Guesses };
    }
}
