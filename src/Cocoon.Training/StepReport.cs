namespace Cocoon.Training;

/// <summary>What happened in one step. The same object serves every step: copy what must outlive it.</summary>
public sealed class StepReport
{
    private readonly List<(string Name, double Value, float Weight)> _terms = [];

    /// <summary>Index of the step that was taken, from 0.</summary>
    public long Step { get; internal set; }

    /// <summary>Weighted sum of the terms, in nats.</summary>
    public double Loss { get; internal set; }

    /// <summary>Each term of the loss: the mean over the step's micro-batches, in nats, and its weight.</summary>
    public IReadOnlyList<(string Name, double Value, float Weight)> Terms => _terms;

    /// <summary>Learning rate of the step.</summary>
    public double LearningRate { get; internal set; }

    /// <summary>Norm of all gradients before clipping.</summary>
    public double GradientNorm { get; internal set; }

    /// <summary>Whether the gradient was scaled down to the largest norm allowed.</summary>
    public bool Clipped { get; internal set; }

    /// <summary>Whether a loss or gradient was not finite, so that the weights were left alone.</summary>
    public bool Skipped => SkipReason is not null;

    /// <summary>What was not finite, and in which micro-batch; null if the step was taken.</summary>
    public string? SkipReason { get; internal set; }

    /// <summary>Tokens of the step's batches.</summary>
    public long Tokens { get; internal set; }

    /// <summary>Sequences of the step's batches.</summary>
    public long Sequences { get; internal set; }

    /// <summary>Wall-clock time of the step, in seconds.</summary>
    public double Seconds { get; internal set; }

    /// <summary>The part of it that forward passes took.</summary>
    public double ForwardSeconds { get; internal set; }

    /// <summary>The part of it that backward passes took.</summary>
    public double BackwardSeconds { get; internal set; }

    /// <summary>Bytes that all threads took from the managed heap during the step, to about 8 KiB: what the garbage collector will have to find again.</summary>
    public long ManagedBytes { get; internal set; }

    internal void Begin(long step, double learningRate)
    {
        _terms.Clear();
        (Step, LearningRate, GradientNorm, Clipped, SkipReason, ForwardSeconds, BackwardSeconds) = (step, learningRate, 0, false, null, 0, 0);
    }

    internal void Add(string name, double value, float weight) => _terms.Add((name, value, weight));
}
