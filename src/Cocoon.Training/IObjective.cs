using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Training;

/// <summary>One addend of a training loss: its name in the log, its value [1, 1] in nats, its weight in the total.</summary>
public readonly record struct LossTerm(string Name, Tensor Value, float Weight = 1f)
{
    /// <summary>A term that an objective has, but not in this step: 0, and without weight.</summary>
    public static LossTerm Absent(string name, Tape tape)
    {
        var zero = tape.New(1, 1);
        zero.Values[0] = 0;
        return new(name, zero, 0);
    }
}

/// <summary>What a model is trained to do: the only thing that the trainer knows about a model.</summary>
public interface IObjective
{
    /// <summary>Computes the losses of one packed micro-batch of clean text; corruption is the objective's own business.</summary>
    /// <returns>The terms of the loss; the list is reused by the next call.</returns>
    IReadOnlyList<LossTerm> Forward(Tape tape, TokenBatch original);

    /// <summary>Told the number of a step before its first micro-batch; for objectives that train in stages. May change parameters.</summary>
    void Begin(long step)
    {
    }

    /// <summary>False for a parameter that the step leaves alone: then neither its gradient, nor its moments, nor decay move it.</summary>
    /// <param name="path">The parameter's path.</param>
    bool Trains(string path) => true;

    /// <summary>What part of the step's learning rate a parameter has, at least 0; for objectives whose layers learn at different rates.</summary>
    /// <param name="path">The parameter's path.</param>
    double LearningRateShare(string path) => 1;

    /// <summary>Measures one held-out batch, in the objective's own terms; the tape does not record.</summary>
    void Evaluate(Tape tape, TokenBatch original, MetricSet metrics);
}
