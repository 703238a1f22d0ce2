using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Models;

/// <summary>The loss of an objective that guesses tokens and does nothing else, and what it is measured by.</summary>
/// <param name="name">What logs call it.</param>
internal sealed class TokenLoss(string name)
{
    private readonly List<LossTerm> _terms = [];
    private ReadOnlyMemory<int> _targets;

    /// <summary>Scores of all words for each token of the last pass, [M, V].</summary>
    public Tensor? Guesses { get; private set; }

    /// <summary>Mean of −log p(token), in nats a token.</summary>
    /// <param name="guesses">Logits, [M, V].</param>
    /// <param name="targets">The right tokens; length M; unchanged until the next pass.</param>
    /// <returns>The only term of the loss; the list is reused by the next call.</returns>
    public IReadOnlyList<LossTerm> Of(Tape tape, Tensor guesses, ReadOnlyMemory<int> targets)
    {
        (Guesses, _targets) = (guesses, targets);
        _terms.Clear();
        _terms.Add(new(name, tape.SoftmaxCrossEntropy(guesses, targets)));
        return _terms;
    }

    /// <summary>Measures the last pass: the loss by its name and as "loss", and <c>.accuracy</c>, tokens that the best guess hits.</summary>
    /// <returns>The best guess for each token; length M.</returns>
    public int[] Measure(Tape tape, TokenBatch original, MetricSet metrics)
    {
        TokenMeasures.AddLosses(_terms, original, _ => _targets.Length, metrics);
        int[] best = TokenMeasures.Best(tape, Guesses!);
        metrics.Add($"{name}.accuracy", TokenMeasures.Hits(best, _targets.Span), best.Length);
        return best;
    }
}
