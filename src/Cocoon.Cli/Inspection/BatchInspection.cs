using Cocoon.Determinism;
using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary>Looks at one micro-batch with a model's weights: what was hidden, what was put there, what was noticed, what was proposed.</summary>
/// <remarks>Masks, samples and their random numbers are those of the training step with this number; the weights are the ones given.</remarks>
public sealed class BatchInspection(IKernels kernels, TrainedModel model)
{
    /// <summary>The first sequences of a micro-batch.</summary>
    /// <param name="original">Clean text.</param>
    /// <param name="key">Names the random numbers of the micro-batch.</param>
    /// <param name="sequences">How many sequences to tell about.</param>
    public IReadOnlyList<InspectedSequence> Examine(TokenBatch original, StepKey key, int sequences)
    {
        using var arena = new Arena();
        var trace = model.Objective.Trace(new Tape(kernels, arena, key, training: false), original);
        int[]? best = null;
        if (trace.Guesses is { } guesses)
        {
            best = new int[guesses.Rows];
            kernels.ArgMaxRows(guesses.Values, guesses.Columns, best);
        }
        return [.. Enumerable.Range(0, Math.Min(sequences, trace.Text.Sequences)).Select(s => new InspectedSequence(Tokens(s, trace, best), OtherView(s, trace)))];
    }

    private List<CorruptedToken> Tokens(int sequence, BatchTrace trace, int[]? best)
    {
        var tokens = new List<CorruptedToken>();
        for (int row = trace.Text.Starts.Span[sequence]; row < trace.Text.Starts.Span[sequence + 1]; row++)
        {
            int place = trace.Positions.Span.IndexOf(row), guess = best?.Length == trace.Text.Tokens ? row : place;
            tokens.Add(new(Word(trace.Text, row), trace.Hidden is { } hidden ? Word(hidden, row) : null, trace.Replaced is { } replaced ? Word(replaced, row) : null,
                trace.Decisions is { } decisions ? 1 / (1 + Math.Exp(decisions.Values[row])) : null, place < 0 || best is null ? null : Word(best[guess], trace.Sentinels.Span))
            { IsMasked = place >= 0 });
        }
        return tokens;
    }

    private List<string>? OtherView(int sequence, BatchTrace trace) => trace.OtherView is { } view ? [.. view.Sequence(sequence).ToArray().Select(id => Word(id, sentinels: default))] : null;

    private string Word(TokenBatch batch, int row) => Word(batch.Ids.Span[row], sentinels: default);

    /// <summary>A token of the tokenizer; behind those, the mark of a hidden span, as T5 calls it, or a row of the model that means nothing.</summary>
    private string Word(int id, ReadOnlySpan<int> sentinels) =>
        id < model.Tokenizer.VocabularySize ? model.Tokenizer.TokenOf(id) : sentinels.IndexOf(id) is >= 0 and int span ? $"<extra_id_{span}>" : $"<{id}>";
}
