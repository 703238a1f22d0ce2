using Cocoon.Determinism;
using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary>Looks at one micro-batch of COCO-LM with a model's weights: what was hidden, what was put there, what was noticed, what was proposed.</summary>
/// <remarks>Masks, samples and their random numbers are those of the training step with this number; the weights are the ones given.</remarks>
public sealed class BatchInspection(IKernels kernels, TrainedModel model, CocoLmOptions options)
{
    /// <summary>The tokens of the first sequences of a micro-batch.</summary>
    /// <param name="original">Clean text.</param>
    /// <param name="key">Names the random numbers of the micro-batch.</param>
    /// <param name="sequences">How many sequences to tell about.</param>
    public IReadOnlyList<IReadOnlyList<CorruptedToken>> Examine(TokenBatch original, StepKey key, int sequences)
    {
        using var arena = new Arena();
        var tape = new Tape(kernels, arena, key, training: false);
        var (special, positions, samples) = (model.Tokenizer.Special, new IntList(), new IntList());
        TokenBatch masked = new(), corrupted = new();
        Masking.Apply(original, options.MaskRate, special, key, masked, positions);
        var sampled = samples.Extend(positions.Count);
        if (model.Network.Auxiliary is { } auxiliary) tape.SampleRows(auxiliary.Forward(tape, masked, positions.Memory), key.Stream(Streams.Sampling), sampled);
        else Replacement.RandomWords(model.Tokenizer.VocabularySize, special, positions.Span, key, sampled);
        Replacement.Apply(original, positions.Span, samples.Span, corrupted);

        var hidden = model.Network.Main.Forward(tape, corrupted);                           // [N, H]
        var gate = model.Network.CopyHead?.Forward(tape, hidden);                           // [N, 1]
        int[]? best = null;
        if (model.Network.LanguageHead is { } head)
        {
            var logits = head.Forward(tape, tape.GatherRows(hidden, positions.Memory));     // [M, V]
            best = new int[positions.Count];
            kernels.ArgMaxRows(logits.Values, logits.Columns, best);
        }
        return [.. Enumerable.Range(0, Math.Min(sequences, original.Sequences)).Select(s => Tokens(s, original, masked, corrupted, positions, gate, best))];
    }

    private List<CorruptedToken> Tokens(int sequence, TokenBatch original, TokenBatch masked, TokenBatch corrupted, IntList positions, Tensor? gate, int[]? best)
    {
        var tokens = new List<CorruptedToken>();
        for (int row = original.Starts.Span[sequence]; row < original.Starts.Span[sequence + 1]; row++)
        {
            int place = positions.Span.IndexOf(row);
            tokens.Add(new(Word(original, row), Word(masked, row), Word(corrupted, row),
                gate is null ? null : 1 / (1 + Math.Exp(gate.Values[row])), place < 0 || best is null ? null : model.Tokenizer.TokenOf(best[place]))
            { IsMasked = place >= 0 });
        }
        return tokens;
    }

    private string Word(TokenBatch batch, int row) => model.Tokenizer.TokenOf(batch.Ids.Span[row]);
}
