using Cocoon.Determinism;
using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Models;

/// <summary>GPT: every token is guessed from those before it.</summary>
/// <remarks>
/// Radford et al. 2018 and 2019. L = −mean of log p(x_t | x_1 … x_(t−1)) over all tokens but the first of a sequence, in nats a token.
/// As prefix language model (Raffel et al. 2019, arXiv:1910.10683, §3.2.1): a prefix of random length is read in both directions, and the mean is over
/// the rest. Deviations: docs/papers/causal-lm.md.
/// </remarks>
public sealed class CausalLm(CausalLmModel model, CausalLmOptions options) : IPretraining
{
    private readonly VisibleKeys _visible = new();
    private readonly IntList _rows = new(), _next = new(), _targets = new(), _prefixes = new();
    private readonly TokenLoss _loss = new("lm");

    /// <inheritdoc/>
    public INetwork Network => model;

    /// <inheritdoc/>
    public IReadOnlyList<LossTerm> Forward(Tape tape, TokenBatch original)
    {
        // The split is uniform over the places within a sequence; without a prefix its first token is given.
        _prefixes.Clear();
        var stream = tape.Key.Stream(Streams.Prefix);
        for (int s = 0; s < original.Sequences; s++)
            _prefixes.Add(options.Prefix ? 1 + stream.Below(Math.Max(1, original.Sequence(s).Length - 1), (ulong)s) : 1);
        return Losses(tape, original, _prefixes.Memory);
    }

    /// <summary>The loss of given prefixes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="prefixes">Tokens at the beginning of each sequence that are given, at least 1; length S.</param>
    internal IReadOnlyList<LossTerm> Losses(Tape tape, TokenBatch text, ReadOnlyMemory<int> prefixes)
    {
        Guessed(text, prefixes.Span);
        var states = model.Decoder.Forward(tape, text, _visible.Of(text, s => new(Direction.Prefix, prefixes.Span[s])));   // [N, H]
        return _loss.Of(tape, model.Next(tape, tape.GatherRows(states, _rows.Memory)), _targets.Memory);                   // of [M, V]
    }

    /// <inheritdoc/>
    /// <remarks><c>lm</c> and <c>loss</c>: nats a token, of which perplexity is the exponential; <c>lm.accuracy</c>: tokens that the best guess hits.</remarks>
    public void Evaluate(Tape tape, TokenBatch original, MetricSet metrics)
    {
        Forward(tape, original);
        _loss.Measure(tape, original, metrics);
    }

    /// <inheritdoc/>
    public BatchTrace Trace(Tape tape, TokenBatch original)
    {
        Forward(tape, original);
        return new(original, null, _next.Memory) { Guesses = _loss.Guesses };
    }

    /// <summary>Which tokens are guessed, from which rows.</summary>
    private void Guessed(TokenBatch text, ReadOnlySpan<int> prefixes)
    {
        _rows.Clear();
        _next.Clear();
        for (int s = 0; s < text.Sequences; s++)
        {
            for (int row = text.Starts.Span[s] + prefixes[s]; row < text.Starts.Span[s + 1]; row++)
            {
                _rows.Add(row - 1);
                _next.Add(row);
            }
        }
        text.At(_next.Span, _targets);
    }
}
