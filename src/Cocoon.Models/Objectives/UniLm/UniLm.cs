using Cocoon.Determinism;
using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Models;

/// <summary>UniLM: hidden words are guessed from what the mask of attention lets see: both sides, one side, or a first text and what has been said of the second.</summary>
/// <remarks>
/// Dong et al. 2019, arXiv:1905.03197, §2.3. L = L_MLM + L_NSP, BERT's, the first over the hidden tokens of all modes, the second over the pairs that are
/// read in both directions. Deviations: docs/papers/unilm.md.
/// </remarks>
public sealed class UniLm(UniLmModel model, UniLmOptions options, TokenKinds kinds) : IPretraining
{
    private const int Fixed = 0, Free = 1;   // what must not be hidden, and what may
    private static readonly TokenKinds s_candidates = new(new(Fixed, -1, -1, -1, -1), [false, false]);

    private readonly RunLengths _runs = options.Runs;
    private readonly MaskedLm _guessing = new(model.Network, new() { NextSentence = true }, kinds);
    private readonly VisibleKeys _visible = new();
    private readonly TokenBatch _text = new(), _candidates = new(), _hidden = new();
    private readonly IntList _pairs = new(), _labels = new(), _rowOf = new(), _chosen = new(), _positions = new();
    private readonly List<Direction> _directions = [];
    private readonly List<Reading> _readings = [];

    /// <inheritdoc/>
    public INetwork Network => model;

    /// <inheritdoc/>
    public IReadOnlyList<LossTerm> Forward(Tape tape, TokenBatch original)
    {
        // Which mode each sequence is read in.
        _directions.Clear();
        for (int s = 0; s < original.Sequences; s++) _directions.Add(options.Draw(tape.Key.Stream(Streams.Reading).Uniform((ulong)s)));

        // [CLS] S [SEP] T [SEP]. T follows S, but for half of the pairs that are read in both directions.
        var keys = new SequenceKeys(tape.Key);
        SentencePairs.Apply(original, kinds.Special, s => _directions[s] == Direction.Both ? MaskedLm.WrongPairs : 0, keys, _text, _pairs);
        Read();

        // 15 % of the tokens, or of the second text's, now and then two or three in a row; 80 % of those become [MASK], 10 % a random word.
        Choose(keys);
        options.Concealment.Apply(_text, _positions.Span, kinds, keys, _hidden);
        return Losses(tape, _text, _hidden, _positions.Memory, _labels.Memory, _readings);
    }

    /// <summary>The losses of given hidden tokens and readings.</summary>
    /// <param name="text">Clean text.</param>
    /// <param name="hidden">The same with tokens hidden, and the segments of the readings.</param>
    /// <param name="m">The hidden positions M: rows of the batch.</param>
    /// <param name="labels">Kind of each pair that is to be judged; length S.</param>
    /// <param name="readings">How each sequence is read; length S.</param>
    internal IReadOnlyList<LossTerm> Losses(
        Tape tape, TokenBatch text, TokenBatch hidden, ReadOnlyMemory<int> m, ReadOnlyMemory<int> labels, IReadOnlyList<Reading> readings) =>
        _guessing.Losses(tape, text, hidden, m, labels, _visible.Of(hidden, s => readings[s]));

    /// <inheritdoc/>
    /// <remarks>What masked language modelling measures, and <c>mlm.accuracy</c> by mode, such as <c>mlm.accuracy.leftToRight</c>: how much each side is worth.</remarks>
    public void Evaluate(Tape tape, TokenBatch original, MetricSet metrics)
    {
        var terms = Forward(tape, original);
        _guessing.Measure(tape, terms, original, _labels.Span, metrics);
        int[] best = TokenMeasures.Best(tape, _guessing.Guesses!);
        for (int i = 0, s = 0; i < best.Length; i++)
        {
            int row = _positions.Span[i];
            while (_text.Starts.Span[s + 1] <= row) s++;
            string mode = _readings[s].Direction.ToString();
            metrics.Add($"mlm.accuracy.{char.ToLowerInvariant(mode[0])}{mode[1..]}", best[i] == _text.Ids.Span[row] ? 1 : 0, 1);
        }
    }

    /// <inheritdoc/>
    public BatchTrace Trace(Tape tape, TokenBatch original)
    {
        Forward(tape, original);
        return new(_text, _hidden, _positions.Memory) { Guesses = _guessing.Guesses };
    }

    /// <summary>Turns directions into masks, marks the segments that tell them apart, and leaves the judgement of pairs to those that are read in both.</summary>
    private void Read()
    {
        _readings.Clear();
        _labels.Clear();
        for (int s = 0; s < _text.Sequences; s++)
        {
            var segments = _text.MutableSegments[_text.Starts.Span[s].._text.Starts.Span[s + 1]];
            int first = segments.IndexOf(1);   // n_s = |S| + 2; none if the text was too short for a pair
            var direction = first < 0 && _directions[s] == Direction.Prefix ? Direction.Both : _directions[s];
            _readings.Add(new(direction, direction == Direction.Prefix ? first : 0));
            _labels.Add(direction == Direction.Both ? _pairs.Span[s] : SentencePairs.None);
            var (one, two) = UniLmOptions.SegmentsOf(direction);
            foreach (ref int segment in segments) segment = segment == 0 ? one : two;
        }
    }

    /// <summary>Chooses among the tokens that are text; where a second text follows a first, among those of the second and its [SEP], so that ending is learned.</summary>
    private void Choose(SequenceKeys keys)
    {
        _candidates.Clear();
        _rowOf.Clear();
        for (int s = 0; s < _text.Sequences; s++)
        {
            int start = _text.Starts.Span[s], end = _text.Starts.Span[s + 1];
            int ending = _readings[s].Direction == Direction.Prefix ? end - 1 : -1;
            for (int row = start + _readings[s].PrefixLength; row < end; row++)
            {
                _candidates.Append(row == ending || !kinds.Special.Contains(_text.Ids.Span[row]) ? Free : Fixed);
                _rowOf.Add(row);
            }
            _candidates.EndSequence();
        }
        WordMasking.Choose(_candidates, options.MaskRate, _runs, s_candidates, keys, _chosen);
        _positions.Clear();
        foreach (int candidate in _chosen.Span) _positions.Add(_rowOf.Span[candidate]);
    }
}
