using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Models;

/// <summary>T5 and BART: a text is damaged, read, and written as it was: its hidden spans, or all of it.</summary>
/// <remarks>
/// Raffel et al. 2019, arXiv:1910.10683, §3.1.4; Lewis et al. 2019, arXiv:1910.13461, §2.2. L = −mean of log p(y_t | y_1 … y_(t−1), damaged text) over all
/// tokens y that are written, in nats a token. Deviations: docs/papers/denoising.md.
/// </remarks>
public sealed class Denoising(DenoisingModel model, DenoisingOptions options, TokenKinds kinds) : IPretraining
{
    private readonly NoisedText _noised = new();
    private readonly TokenBatch _shown = new();
    private readonly TokenLoss _loss = new("denoising");

    /// <inheritdoc/>
    public INetwork Network => model;

    /// <inheritdoc/>
    public IReadOnlyList<LossTerm> Forward(Tape tape, TokenBatch original)
    {
        // T5: 15 % of the tokens in spans of 3, each behind a sentinel. BART: any mix of masking, deletion, infilling, permutation, rotation.
        if (options.Form == DenoisingForm.Spans) SpanCorruption.Apply(original, options.SpanRate, options.SpanLength, kinds.Special, model.Tokens.Sentinels.Span, tape.Key, _noised);
        else options.Noise.Apply(original, model.Main.Options.MaxLength, kinds, tape.Key, _noised);
        return Losses(tape, _noised);
    }

    /// <summary>The loss of a given damage.</summary>
    internal IReadOnlyList<LossTerm> Losses(Tape tape, NoisedText noised) =>
        _loss.Of(tape, model.Guess(tape, model.States(tape, noised.Read, noised.Written)), noised.Targets);     // of [T, V]

    /// <inheritdoc/>
    /// <remarks>
    /// <c>denoising</c> and <c>loss</c>: nats a token that is written; <c>denoising.accuracy</c>: tokens that the best guess hits, and
    /// <c>denoising.accuracy.hidden</c>, those among them that cannot be read off the damaged text.
    /// </remarks>
    public void Evaluate(Tape tape, TokenBatch original, MetricSet metrics)
    {
        Forward(tape, original);
        int[] best = _loss.Measure(tape, original, metrics);
        var targets = _noised.Targets.Span;
        foreach (int row in _noised.HiddenAt.Span) metrics.Add("denoising.accuracy.hidden", best[row] == targets[row] ? 1 : 0, 1);
    }

    /// <inheritdoc/>
    /// <remarks>Hidden are the tokens that cannot be read off the damaged text, whether masked, left out or replaced; they are shown as [MASK], if there is one, and in their places.</remarks>
    public BatchTrace Trace(Tape tape, TokenBatch original)
    {
        Forward(tape, original);
        _shown.CopyFrom(original);
        foreach (int row in _noised.Hidden.Span) _shown.MutableIds[row] = kinds.Special.Mask;
        return new(original, kinds.Special.Mask < 0 ? null : _shown, _noised.Hidden)
        {
            Guesses = _noised.HiddenAt.IsEmpty ? null : tape.GatherRows(_loss.Guesses!, _noised.HiddenAt), Sentinels = model.Tokens.Sentinels,
        };
    }
}
