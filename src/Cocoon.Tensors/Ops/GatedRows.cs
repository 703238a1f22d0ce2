namespace Cocoon.Tensors;

/// <summary>What corrective language modelling and learning from reward share: a loss that is a function of each row's cross-entropy and of a gate or reward.</summary>
internal readonly struct GatedRows
{
    private readonly Tape _tape;
    private readonly Tensor _logits;
    private readonly Tensor _logSumExps;
    private readonly ReadOnlyMemory<int> _targets;

    public GatedRows(Tape tape, Tensor logits, ReadOnlyMemory<int> targets)
    {
        (_tape, _logits, _targets) = (tape, logits, targets);
        int m = logits.Rows;
        (CrossEntropies, _logSumExps, Losses, Weights, Slopes) = (tape.New(m, 1), tape.New(m, 1), tape.New(m, 1), tape.New(m, 1), tape.New(m, 1));
        tape.Kernels.SoftmaxCrossEntropy(logits.Values, targets.Span, CrossEntropies.Values, _logSumExps.Values);
    }

    /// <summary>−log softmax(logits)_target of each row.</summary>
    public Tensor CrossEntropies { get; }

    /// <summary>Loss of each row.</summary>
    public Tensor Losses { get; }

    /// <summary>d loss / d cross-entropy of each row.</summary>
    public Tensor Weights { get; }

    /// <summary>d loss / d gate of each row.</summary>
    public Tensor Slopes { get; }

    /// <summary>The mean loss, with its way back to the logits and, if there is one, to the gate.</summary>
    public Tensor Mean(Tensor? gate)
    {
        var (tape, logits, logSumExps, targets, weights, slopes) = (_tape, _logits, _logSumExps, _targets, Weights, Slopes);
        int counted = Math.Max(1, targets.Counted);
        var loss = tape.New(1, 1);
        loss.Values[0] = (float)(tape.Kernels.Sum(Losses.Values) / counted);

        tape.Record(loss, () =>
        {
            float scale = loss.Grad[0] / counted;
            if (gate is not null)
            {
                var dGate = gate.GradTarget(out bool addGate);
                tape.Kernels.Scale(slopes.Values, scale, addGate, dGate);
            }
            tape.Kernels.Scale(weights.Values, scale, accumulate: false, weights.Values);
            var dLogits = logits.GradTarget(out bool addLogits);
            tape.Kernels.SoftmaxCrossEntropyGradient(logits.Values, targets.Span, logSumExps.Values, weights.Values, addLogits, dLogits);
        });
        return loss;
    }
}
