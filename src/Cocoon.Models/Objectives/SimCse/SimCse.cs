using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Models;

/// <summary>SimCSE: two views of a text attract, all other texts of the batch repel; the views differ by dropout, by an edit, or are labelled, with a third text that repels.</summary>
/// <remarks>
/// Gao, Yao and Chen 2021, arXiv:2104.08821, §3 and §4, equations 1, 4 and 5: L = −mean of log exp(cos(h_i, h_i⁺)/τ) / Σ_j exp(cos(h_i, h_j⁺)/τ), in nats a text,
/// plus weight · L_MLM. Supervised, exp(cos(h_i, h_j⁻)/τ) of the contradictions join the sum over j; with a queue, its vectors do. Deviations: docs/papers/simcse.md.
/// </remarks>
public sealed class SimCse(SimCseModel model, MomentumQueue? queue, SimCseOptions options, TokenKinds kinds) : IPretraining
{
    private const double CropRate = 0.9; // of the measures, as COCO-LM's

    private readonly TokenBatch _anchors = new(), _second = new(), _opposed = new(), _hidden = new(), _cropped = new();
    private readonly IntList _positions = new(), _targets = new(), _partners = new();
    private readonly List<LossTerm> _terms = [];
    private TokenBatch _text = new();
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
        if (!View(tape, original))
            throw new InvalidDataException($"None of the {original.Sequences} sequences of the batch holds three texts, or six, and so on, so they are no triples. Make them with cocoon data triples and cocoon data prepare, and take sequences long enough for three texts.");
        return Contrast(tape);
    }

    /// <summary>The losses of the views at hand.</summary>
    private IReadOnlyList<LossTerm> Contrast(Tape tape)
    {
        _positions.Clear();
        if (model.MaskedHead is not null)
        {
            var keys = new SequenceKeys(tape.Key);
            Masking.Choose(_text, options.MaskRate, kinds.Special, keys, _positions);
            Concealment.Bert.Apply(_text, _positions.Span, kinds, keys, _hidden);
        }
        if (tape.Training) queue?.Take(tape, _text);
        return Losses(tape, _text, _second, _hidden, _positions.Memory, options.Supervised ? _opposed : null);
    }

    /// <summary>The losses of given views.</summary>
    /// <param name="first">The texts.</param>
    /// <param name="second">Their second views.</param>
    /// <param name="hidden">The texts with tokens hidden; not read without L_MLM.</param>
    /// <param name="m">The hidden positions M: rows of the batch.</param>
    /// <param name="opposed">What says the opposite of each; null: nobody labelled that.</param>
    internal IReadOnlyList<LossTerm> Losses(Tape tape, TokenBatch first, TokenBatch second, TokenBatch hidden, ReadOnlyMemory<int> m, TokenBatch? opposed = null)
    {
        _terms.Clear();
        _partners.Clear();
        for (int i = 0; i < first.Sequences; i++) _partners.Add(i);

        // h and h⁺, and h⁻ of the contradictions: a pass each, so a dropout mask each.
        var h = tape.NormalizeRows(model.Vectors(tape, first), 1 / options.Temperature);                        // [S, H], over τ
        var candidates = tape.NormalizeRows(model.Vectors(tape, second));                                       // [S, H]
        if (opposed is not null) candidates = tape.ConcatRows(candidates, tape.NormalizeRows(model.Vectors(tape, opposed)));
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
    /// crops, which are COCO-LM's measures; supervised, of a text and its labelled positive instead of a crop. A batch
    /// without a whole triple, such as the rest of a text that was cut, measures nothing. With dropout off and without an edit both views are one: then contrast is as low as the texts are far apart.
    /// </remarks>
    public void Evaluate(Tape tape, TokenBatch original, MetricSet metrics)
    {
        if (!View(tape, original)) return;
        var terms = Contrast(tape);
        TokenMeasures.AddLosses(terms, _text, name => name == "mlm" ? _targets.Count : _text.Sequences, metrics);
        metrics.Add("contrast.accuracy", TokenMeasures.Hits(tape, _similarities!, _partners.Span), _text.Sequences);
        if (_guesses is not null) metrics.Add("mlm.accuracy", TokenMeasures.Hits(tape, _guesses, _targets.Span), _targets.Count);
        Cropping.Apply(_text, CropRate, tape.Key, _cropped);
        var other = options.Supervised ? _second : _cropped;
        ViewMeasures.Add(tape, "state", model.Main.Forward(tape, _text, _text.First), model.Main.Forward(tape, other, other.First), metrics);
    }

    /// <inheritdoc/>
    public BatchTrace Trace(Tape tape, TokenBatch original)
    {
        Forward(tape, original);
        return new(_text, model.MaskedHead is null ? null : _hidden, _positions.Memory) { Guesses = _guesses, OtherView = _second };
    }

    /// <summary>Makes the views of a batch's texts: by an edit, or as they are labelled.</summary>
    /// <returns>False if there are none.</returns>
    private bool View(Tape tape, TokenBatch original)
    {
        _text = options.Supervised ? _anchors : original;
        if (!options.Supervised) TextEditing.Apply(original, options.Positive, options.EditRate, model.Main.Options.MaxLength, kinds, tape.Key, _second);
        else TextTriples.Split(original, kinds.Special, _anchors, _second, _opposed);
        return _text.Sequences > 0;
    }
}
