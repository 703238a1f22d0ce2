using Cocoon.Kernels;
using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Models;

/// <summary>BERT and RoBERTa: part of the text is hidden, and must be guessed from what is left on both sides.</summary>
/// <remarks>
/// Devlin et al. 2018, arXiv:1810.04805, §3.1; Liu et al. 2019, arXiv:1907.11692, §4. L = L_MLM + L_NSP, the second only with pairs of texts;
/// means in nats per hidden token and per pair. Deviations: docs/papers/masked-lm.md.
/// </remarks>
public sealed class MaskedLm(MaskedLmModel model, MaskedLmOptions options, TokenKinds kinds) : IPretraining
{
    /// <summary>Fraction of the pairs whose second text does not follow the first.</summary>
    internal const double WrongPairs = 0.5;

    private readonly RunLengths _runs = RunLengths.Harmonic(options.LongestSpan);
    private readonly TokenBatch _paired = new(), _hidden = new();
    private readonly IntList _positions = new(), _targets = new(), _labels = new(), _rows = new(), _places = new();
    private readonly List<LossTerm> _terms = [];
    private Tensor? _verdicts;

    /// <summary>Logits of the words at the hidden positions of the last pass, [M, V].</summary>
    internal Tensor? Guesses { get; private set; }

    /// <inheritdoc/>
    public INetwork Network => model;

    /// <inheritdoc/>
    public IReadOnlyList<LossTerm> Forward(Tape tape, TokenBatch original)
    {
        // Static: the few maskings of a text are all it ever gets. Dynamic: a new one every time.
        var keys = new SequenceKeys(tape.Key, options.StaticMaskings);
        if (options.NextSentence) SentencePairs.Apply(original, kinds.Special, _ => WrongPairs, keys, _paired, _labels);
        var text = options.NextSentence ? _paired : original;

        // 15 % of the tokens, or whole words, or runs of them; 80 % of those become [MASK], 10 % a random word.
        if (options.WholeWords) WordMasking.Choose(text, options.MaskRate, _runs, kinds, keys, _positions);
        else Masking.Choose(text, options.MaskRate, kinds.Special, keys, _positions);
        options.Concealment.Apply(text, _positions.Span, kinds, keys, _hidden);
        return Losses(tape, text, _hidden, _positions.Memory, _labels.Memory);
    }

    /// <summary>The losses of given hidden tokens.</summary>
    /// <param name="text">Clean text.</param>
    /// <param name="hidden">The same with tokens hidden.</param>
    /// <param name="m">The hidden positions M: rows of the batch.</param>
    /// <param name="labels">Kind of each pair; length S; not read without pairs.</param>
    /// <param name="visible">Which keys each token looks at; length N; empty: all of its sequence.</param>
    internal IReadOnlyList<LossTerm> Losses(
        Tape tape, TokenBatch text, TokenBatch hidden, ReadOnlyMemory<int> m, ReadOnlyMemory<int> labels, ReadOnlyMemory<KeyRange> visible = default)
    {
        _terms.Clear();
        text.At(m.Span, _targets);
        var states = model.Main.Forward(tape, hidden, Rows(m, text.First.Span), visible);                   // [M, H], or [M + S, H]

        // L_MLM: the original tokens at the hidden positions M.
        Guesses = model.MaskedHead.Forward(tape, model.PairHead is null ? states : tape.GatherRows(states, _places.Memory[..m.Length]));  // [M, V]
        _terms.Add(new("mlm", tape.SoftmaxCrossEntropy(Guesses, _targets.Memory)));

        // L_NSP: does the second text follow the first?
        _verdicts = model.PairHead?.Forward(tape, tape.GatherRows(states, _places.Memory[m.Length..]));     // [S, 2]
        if (_verdicts is not null) _terms.Add(new("nsp", tape.SoftmaxCrossEntropy(_verdicts, labels)));
        return _terms;
    }

    /// <inheritdoc/>
    /// <remarks><c>mlm</c>, <c>nsp</c> and their sum <c>loss</c>; <c>mlm.accuracy</c> and <c>nsp.accuracy</c>: hidden words and pairs that are told rightly.</remarks>
    public void Evaluate(Tape tape, TokenBatch original, MetricSet metrics)
    {
        var terms = Forward(tape, original);
        Measure(tape, terms, original, _labels.Span, metrics);
    }

    /// <summary>Measures a pass.</summary>
    internal void Measure(Tape tape, IReadOnlyList<LossTerm> terms, TokenBatch original, ReadOnlySpan<int> labels, MetricSet metrics)
    {
        int pairs = labels.Length - labels.Count(SentencePairs.None);
        TokenMeasures.AddLosses(terms, original, name => name == "mlm" ? _targets.Count : pairs, metrics);
        metrics.Add("mlm.accuracy", TokenMeasures.Hits(tape, Guesses!, _targets.Span), _targets.Count);
        if (_verdicts is not null) metrics.Add("nsp.accuracy", TokenMeasures.Hits(tape, _verdicts, labels), pairs);
    }

    /// <inheritdoc/>
    public BatchTrace Trace(Tape tape, TokenBatch original)
    {
        Forward(tape, original);
        return new(options.NextSentence ? _paired : original, _hidden, _positions.Memory) { Guesses = Guesses };
    }

    /// <summary>The rows whose final state is wanted: M, and with pairs the first of each sequence.</summary>
    private ReadOnlyMemory<int> Rows(ReadOnlyMemory<int> m, ReadOnlySpan<int> first)
    {
        if (model.PairHead is null) return m;
        _rows.Clear();
        _places.Clear();
        m.Span.CopyTo(_rows.Extend(m.Length));
        first.CopyTo(_rows.Extend(first.Length));
        for (int i = 0; i < _rows.Count; i++) _places.Add(i);
        return _rows.Memory;
    }
}
