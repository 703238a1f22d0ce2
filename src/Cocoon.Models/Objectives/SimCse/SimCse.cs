using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Models;

/// <summary>SimCSE: two views of a text attract, all other texts of the batch repel; the views differ by dropout, or by an edit.</summary>
/// <remarks>
/// Gao, Yao and Chen 2021, arXiv:2104.08821, §3, equations 1 and 4: L = −mean of log exp(cos(h_i, h_i⁺)/τ) / Σ_j exp(cos(h_i, h_j⁺)/τ), in nats a text,
/// plus weight · L_MLM. With a queue, its vectors join the sum over j. Deviations: docs/papers/simcse.md.
/// </remarks>
public sealed class SimCse(SimCseModel model, MomentumQueue? queue, SimCseOptions options, TokenKinds kinds) : IPretraining
{
    private const double CropRate = 0.9; // of the measures, as COCO-LM's

    private readonly TokenBatch _second = new(), _hidden = new(), _cropped = new();
    private readonly IntList _positions = new(), _targets = new(), _partners = new();
    private readonly List<LossTerm> _terms = [];
    private Tensor? _guesses, _similarities;

    /// <inheritdoc/>
    public INetwork Network => model;

    /// <inheritdoc/>
    public void Begin(long step) => queue?.Begin(step);

    /// <inheritdoc/>
    public bool Trains(string path) => queue?.Holds(path) != true;

    /// <inheritdoc/>
    public IReadOnlyList<LossTerm> Forward(Tape tape, TokenBatch original)
    {
        TextEditing.Apply(original, options.Positive, options.EditRate, model.Main.Options.MaxLength, kinds, tape.Key, _second);
        _positions.Clear();
        if (model.MaskedHead is not null)
        {
            var keys = new SequenceKeys(tape.Key);
            Masking.Choose(original, options.MaskRate, kinds.Special, keys, _positions);
            Concealment.Bert.Apply(original, _positions.Span, kinds, keys, _hidden);
        }
        if (tape.Training) queue?.Take(tape, original);
        return Losses(tape, original, _second, _hidden, _positions.Memory);
    }

    /// <summary>The losses of given views.</summary>
    /// <param name="first">The texts.</param>
    /// <param name="second">Their second views.</param>
    /// <param name="hidden">The texts with tokens hidden; not read without L_MLM.</param>
    /// <param name="m">The hidden positions M: rows of the batch.</param>
    internal IReadOnlyList<LossTerm> Losses(Tape tape, TokenBatch first, TokenBatch second, TokenBatch hidden, ReadOnlyMemory<int> m)
    {
        _terms.Clear();
        _partners.Clear();
        for (int i = 0; i < first.Sequences; i++) _partners.Add(i);

        // h and h⁺: two passes, so two dropout masks.
        var h = tape.NormalizeRows(model.Vectors(tape, first), 1 / options.Temperature);                        // [S, H], over τ
        var candidates = tape.NormalizeRows(model.Vectors(tape, second));                                       // [S, H]
        if (tape.Training && queue?.Negatives(tape) is { } negatives) candidates = tape.ConcatRows(candidates, negatives);

        // L: among all candidates, which is the other view?
        _similarities = tape.Linear(h, candidates, bias: null);                                                 // [S, S], or more columns
        _terms.Add(new("contrast", tape.SoftmaxCrossEntropy(_similarities, _partners.Memory)));
        if (model.MaskedHead is null) return _terms;

        // L_MLM: beside, on a pass of its own, so that the words are not forgotten.
        first.At(m.Span, _targets);
        _guesses = model.Guess(tape, model.States(tape, hidden, m));                                            // [M, V]
        _terms.Add(new("mlm", tape.SoftmaxCrossEntropy(_guesses, _targets.Memory), options.MaskedWeight));
        return _terms;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// <c>contrast</c>, <c>mlm</c>, <c>loss</c>, without a queue; <c>contrast.accuracy</c>: texts whose second view is the nearest; <c>mlm.accuracy</c>;
    /// <c>state.*</c> of the first state, without the MLP, as it is used: alignment of a text and a crop of 90 %, uniformity and mean cosine of different
    /// crops, which are COCO-LM's measures. With dropout off and without an edit both views are one: then contrast is as low as the texts are far apart.
    /// </remarks>
    public void Evaluate(Tape tape, TokenBatch original, MetricSet metrics)
    {
        var terms = Forward(tape, original);
        TokenMeasures.AddLosses(terms, original, name => name == "mlm" ? _targets.Count : original.Sequences, metrics);
        metrics.Add("contrast.accuracy", TokenMeasures.Hits(tape, _similarities!, _partners.Span), original.Sequences);
        if (_guesses is not null) metrics.Add("mlm.accuracy", TokenMeasures.Hits(tape, _guesses, _targets.Span), _targets.Count);
        Cropping.Apply(original, CropRate, tape.Key, _cropped);
        ViewMeasures.Add(tape, "state", model.Main.Forward(tape, original, original.First), model.Main.Forward(tape, _cropped, _cropped.First), metrics);
    }

    /// <inheritdoc/>
    public BatchTrace Trace(Tape tape, TokenBatch original)
    {
        Forward(tape, original);
        return new(original, model.MaskedHead is null ? original : _hidden, _positions.Memory) { Guesses = _guesses };
    }
}
