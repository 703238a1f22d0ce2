using Cocoon.Determinism;
using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Models;

/// <summary>COCO-LM: an auxiliary model corrupts text; the main model corrects it, and contrasts it with a crop.</summary>
/// <remarks>
/// Meng et al. 2021, arXiv:2102.08473, §3; symbols are the paper's. L = L_MLM + λ_copy · L_copy + L_LM + L_SCL, each a mean in nats:
/// per masked position (mlm, lm), per token (copy), per view of a sequence (scl).
/// The auxiliary model learns from L_MLM alone, and through the shared embeddings; no gradient passes through sampling.
/// Deviations, and the two forms of L_LM: docs/papers/coco-lm.md. A batch of one sequence has no negatives, so no L_SCL.
/// </remarks>
public sealed class CocoLm(CocoLmModel model, CocoLmOptions options, SpecialTokens special) : IPretraining
{
    private readonly TokenBatch _masked = new(), _cropped = new();
    private readonly IntList _positions = new(), _samples = new();
    private readonly CocoLmPass _pass = new();
    private readonly List<LossTerm> _terms = [];

    /// <summary>What the last pass left behind.</summary>
    internal CocoLmPass LastPass => _pass;

    /// <inheritdoc/>
    public INetwork Network => model;

    /// <inheritdoc/>
    public IReadOnlyList<LossTerm> Forward(Tape tape, TokenBatch original)
    {
        Masking.Apply(original, options.MaskRate, special, tape.Key, _masked, _positions);
        Cropping.Apply(original, options.CropRate, tape.Key, _cropped);
        var m = _positions.Memory;
        var guesses = model.Auxiliary?.Forward(tape, _masked, m);                           // [M, V]
        Sample(tape, guesses, m);
        return Losses(tape, original, guesses, m, _samples.Memory, _cropped);
    }

    /// <summary>The losses of a given corruption.</summary>
    /// <param name="original">Clean text x.</param>
    /// <param name="guesses">The auxiliary model's logits at the masked positions, [M, V]; null if there is no such model.</param>
    /// <param name="m">The masked positions M: rows of the batch.</param>
    /// <param name="samples">What replaces their tokens; length M.</param>
    /// <param name="cropped">A crop of every sequence.</param>
    internal IReadOnlyList<LossTerm> Losses(Tape tape, TokenBatch original, Tensor? guesses, ReadOnlyMemory<int> m, ReadOnlyMemory<int> samples, TokenBatch cropped)
    {
        _terms.Clear();
        _pass.Begin(original, guesses, m, samples);

        // L_MLM: the auxiliary model recovers the original at the masked positions M.
        if (guesses is not null) _terms.Add(new("mlm", tape.SoftmaxCrossEntropy(guesses, _pass.Targets)));

        // X^MLM: its samples replace the masks.
        var hidden = model.Main.Forward(tape, _pass.Corrupted);                             // [N, H]

        // L_copy: at every token, is it the original one?
        var gate = _pass.Gate = model.CopyHead?.Forward(tape, hidden);                      // [N, 1]
        if (options.CopyWeight > 0) _terms.Add(new("copy", tape.SigmoidCrossEntropy(gate!, _pass.IsOriginal), options.CopyWeight));

        // L_LM: at M, recover the original by generating it where copying is wrong; the gate itself is held fixed.
        if (model.LanguageHead is not null) _terms.Add(new("lm", Correct(tape, hidden, gate, original)));

        // L_SCL: a corrupted sequence and a crop of its original attract; all others in the batch repel.
        _pass.First = tape.GatherRows(hidden, original.First);                              // [S, H]
        if (model.SequenceHead is not null && original.Sequences > 1)
            _terms.Add(new("scl", Contrast(tape, cropped), options.ContrastWeight));
        return _terms;
    }

    /// <inheritdoc/>
    /// <remarks>See <see cref="CocoLmMeasures"/>.</remarks>
    public void Evaluate(Tape tape, TokenBatch original, MetricSet metrics)
    {
        var terms = Forward(tape, original);
        if (_pass.FirstOfCrop is null) _pass.FirstOfCrop = model.Main.Forward(tape, _cropped, _cropped.First);
        CocoLmMeasures.AddLosses(terms, original, _pass, metrics);
        CocoLmMeasures.Add(tape, original, _pass, metrics);
    }

    /// <inheritdoc/>
    public BatchTrace Trace(Tape tape, TokenBatch original)
    {
        Forward(tape, original);
        return _pass.Trace(original, _masked) with { OtherView = model.SequenceHead is null ? null : _cropped };
    }

    /// <summary>Draws what replaces the masks: from the auxiliary model's distribution, dropout off, or from all words.</summary>
    private void Sample(Tape tape, Tensor? guesses, ReadOnlyMemory<int> m)
    {
        _samples.Clear();
        var samples = _samples.Extend(m.Length);
        var stream = tape.Key.Stream(Streams.Sampling);
        if (guesses is null)
            Replacement.RandomWords(model.Main.Options.VocabularySize, special, m.Span, tape.Key, samples);
        else if (!tape.Training || !model.Auxiliary!.Options.HasDropout)
            tape.SampleRows(guesses, stream, samples);
        else
            using (tape.Evaluating()) tape.SampleRows(model.Auxiliary.Forward(tape, _masked, m), stream, samples);
    }

    /// <summary>L_LM: over M, or over all tokens.</summary>
    private Tensor Correct(Tape tape, Tensor hidden, Tensor? gate, TokenBatch original)
    {
        var (inputs, targets) = (_pass.Corrupted.Ids, original.Ids);
        if (options.LanguageModel == LanguageModelScope.Masked)
        {
            (inputs, targets) = (_pass.Samples, _pass.Targets);
            (hidden, gate) = (tape.GatherRows(hidden, _pass.Positions), gate is null ? null : tape.GatherRows(gate, _pass.Positions));
        }
        var logits = _pass.Logits = model.LanguageHead!.Forward(tape, hidden);              // [M, V]
        if (!options.Copy) return tape.SoftmaxCrossEntropy(logits, targets);
        return options.Corrective == CorrectiveForm.Author
            ? tape.GatedCrossEntropy(logits, gate!, targets, options.StopGradient)
            : tape.CopyMixtureCrossEntropy(logits, gate!, inputs, targets, options.StopGradient);
    }

    /// <summary>L_SCL.</summary>
    private Tensor Contrast(Tape tape, TokenBatch cropped)
    {
        _pass.FirstOfCrop = model.Main.Forward(tape, cropped, cropped.First);               // [S, H]
        _pass.Sequence = model.SequenceHead!.Forward(tape, _pass.First!);                   // [S, size]
        _pass.SequenceOfCrop = model.SequenceHead.Forward(tape, _pass.FirstOfCrop);         // [S, size]
        return tape.ContrastiveCrossEntropy(_pass.Sequence, _pass.SequenceOfCrop, options.Temperature);
    }
}
