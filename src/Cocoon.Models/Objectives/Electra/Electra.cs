using Cocoon.Determinism;
using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Models;

/// <summary>ELECTRA: a small generator replaces part of the text; the main model tells at every token whether it is the original.</summary>
/// <remarks>
/// Clark et al. 2020, arXiv:2003.10555, §3; symbols are the paper's. L = L_MLM + λ · L_Disc, means in nats per masked position and per token.
/// The generator learns from L_MLM alone; no gradient passes through sampling. Deviations: docs/papers/electra.md.
/// </remarks>
public sealed class Electra(ElectraModel model, ElectraOptions options, TokenKinds kinds) : IPretraining
{
    private readonly TokenBatch _hidden = new();
    private readonly IntList _positions = new(), _samples = new();
    private readonly ElectraPass _pass = new();
    private readonly List<LossTerm> _terms = [];
    private bool _generatorAlone, _generatorFrozen;

    /// <summary>What the last pass left behind.</summary>
    internal ReplacementPass LastPass => _pass;

    /// <inheritdoc/>
    public INetwork Network => model;

    /// <inheritdoc/>
    /// <remarks>Two-stage training: n steps for the generator alone, then its weights are copied and it is frozen (§3.2).</remarks>
    public void Begin(long step)
    {
        if (options.Training != GeneratorTraining.TwoStage) return;
        (_generatorAlone, _generatorFrozen) = (step < options.GeneratorSteps, step >= options.GeneratorSteps);
        if (step == options.GeneratorSteps) model.CopyGenerator();
    }

    /// <inheritdoc/>
    public bool Trains(string path) => model.IsGenerators(path) ? !_generatorFrozen : !_generatorAlone;

    /// <inheritdoc/>
    public IReadOnlyList<LossTerm> Forward(Tape tape, TokenBatch original)
    {
        var keys = new SequenceKeys(tape.Key);
        Masking.Choose(original, options.MaskRate, kinds.Special, keys, _positions);
        new Concealment(options.MaskShare, 0).Apply(original, _positions.Span, kinds, keys, _hidden);
        var m = _positions.Memory;
        var states = model.Generator.States(tape, _hidden, m);                              // [M, G]
        var guesses = model.Generator.Guess(tape, states);                                  // [M, V]
        _samples.Clear();
        tape.SampleRows(guesses, options.Temperature, tape.Key.Stream(Streams.Sampling), _samples.Extend(m.Length));
        return Losses(tape, original, states, guesses, m, _samples.Memory);
    }

    /// <summary>The losses of a given corruption.</summary>
    /// <param name="original">Clean text x.</param>
    /// <param name="states">The generator's final states at the masked positions, [M, G].</param>
    /// <param name="guesses">Its logits there, [M, V].</param>
    /// <param name="m">The masked positions m: rows of the batch.</param>
    /// <param name="samples">What replaces their tokens, x̂; length M.</param>
    internal IReadOnlyList<LossTerm> Losses(Tape tape, TokenBatch original, Tensor states, Tensor guesses, ReadOnlyMemory<int> m, ReadOnlyMemory<int> samples)
    {
        _terms.Clear();
        _pass.Begin(original, guesses, m, samples);

        // L_MLM: the generator recovers the original at the masked positions.
        bool guessing = options.Training != GeneratorTraining.Adversarial && !_generatorFrozen;
        _terms.Add(new("mlm", tape.SoftmaxCrossEntropy(guesses, _pass.Targets), guessing ? 1 : 0));

        // x^corrupt: its samples replace the masks, and the main model judges.
        if (_generatorAlone && tape.Training) _terms.Add(LossTerm.Absent(options.Detects ? "detection" : "lm", tape));
        else if (options.Detects) Detect(tape, states, guesses);
        else _terms.Add(new("lm", Recover(tape, original)));
        return _terms;
    }

    /// <inheritdoc/>
    /// <remarks>The measures of COCO-LM that apply, by the same names: see <see cref="CocoLmMeasures"/>. The generator is the auxiliary model there.</remarks>
    public void Evaluate(Tape tape, TokenBatch original, MetricSet metrics)
    {
        var terms = Forward(tape, original);
        TokenMeasures.AddLosses(terms, original, name => name switch
        {
            "detection" when options.Form == ElectraForm.AllTokens => original.Tokens,
            "lm" => _pass.Logits!.Rows,
            _ => _pass.Targets.Length,
        }, metrics);
        ReplacementMeasures.Add(tape, original, _pass, metrics);
    }

    /// <inheritdoc/>
    public BatchTrace Trace(Tape tape, TokenBatch original)
    {
        Forward(tape, original);
        return _pass.Trace(original, _hidden);
    }

    /// <summary>L_Disc over all tokens, or over m; and what the generator earns by deceiving.</summary>
    private void Detect(Tape tape, Tensor states, Tensor guesses)
    {
        var verdicts = _pass.Gate = model.DetectionHead!.Forward(tape, model.Main.Forward(tape, _pass.Corrupted));          // [N, 1]
        bool everywhere = options.Form == ElectraForm.AllTokens;
        var atMasks = everywhere && model.Baseline is null ? verdicts : tape.GatherRows(verdicts, _pass.Positions);         // [M, 1]
        _terms.Add(new("detection", tape.SigmoidCrossEntropy(everywhere ? verdicts : atMasks, everywhere ? _pass.IsOriginal : _pass.IsHit), options.DetectionWeight));
        if (model.Baseline is null) return;

        // Appendix F: ascent along E[∇ log p_G(x̂) (R − b)], R the main model's loss; b = −log σ(wᵀh_G) learns to expect it.
        var expected = model.Baseline.Forward(tape, tape.StopGradient(states));                                             // [M, 1]
        var earned = _pass.Likelihoods;
        _terms.Add(new("policy", tape.PolicyGradient(guesses, _pass.Samples, atMasks, _pass.IsHit, expected, earned.Span), options.PolicyWeight));
        _terms.Add(new("baseline", tape.SigmoidCrossEntropy(expected, earned)));
    }

    /// <summary>The original words: at m ("Replace MLM"), or everywhere with a decision to copy ("All-Tokens MLM").</summary>
    private Tensor Recover(Tape tape, TokenBatch original)
    {
        bool everywhere = options.Form == ElectraForm.AllTokensMlm;
        ReadOnlyMemory<int>? rows = everywhere ? (ReadOnlyMemory<int>?)null : _pass.Positions;
        var hidden = model.Main.Forward(tape, _pass.Corrupted, rows);                                                       // [N, H], or [M, H]
        _pass.Gate = model.DetectionHead?.Forward(tape, hidden);                                                            // [N, 1]
        _pass.Logits = model.MaskedHead!.Forward(tape, hidden);                                                             // [N, V], or [M, V]
        return everywhere
            ? tape.CopyMixtureCrossEntropy(_pass.Logits, _pass.Gate!, _pass.Corrupted.Ids, original.Ids, stopGradient: false)
            : tape.SoftmaxCrossEntropy(_pass.Logits, _pass.Targets);
    }
}
