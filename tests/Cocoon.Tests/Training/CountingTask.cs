using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Tests.Training;

/// <summary>A small task to train on: predict each token's successor from the token alone.</summary>
internal sealed class CountingTask(ParameterStore store, int vocabulary) : IObjective, IBatchSource
{
    private readonly Tensor _embedding = new ParameterScope(store).Parameter("embedding", vocabulary, 8, Init.Normal(0.5f));
    private readonly Tensor _weight = new ParameterScope(store).Parameter("weight", vocabulary, 8, Init.Normal(0.5f));
    private readonly Tensor _bias = new ParameterScope(store).Parameter("bias", 1, vocabulary, Init.Zeros);
    private readonly List<LossTerm> _terms = [];

    /// <summary>Micro-batches whose loss is not finite.</summary>
    public IReadOnlyCollection<uint> PoisonedLosses { get; init; } = [];

    /// <summary>Micro-batches whose gradient is not finite, though the loss is.</summary>
    public IReadOnlyCollection<uint> PoisonedGradients { get; init; } = [];

    /// <summary>Called before a held-out batch is measured.</summary>
    public Action OnEvaluate { get; init; } = () => { };

    public IReadOnlyList<LossTerm> Forward(Tape tape, TokenBatch original)
    {
        _terms.Clear();
        var inputs = tape.Dropout(tape.GatherRows(_embedding, original.Ids), 0.1f);
        if (PoisonedLosses.Contains(tape.Key.Step)) inputs.Values[0] = float.NaN;
        var logits = tape.Linear(inputs, _weight, _bias);
        var loss = tape.SoftmaxCrossEntropy(logits, After(original, 1));
        if (PoisonedGradients.Contains(tape.Key.Step)) tape.Record(loss, () => _bias.Grad[0] = float.PositiveInfinity);
        _terms.Add(new("next", loss, 2));
        _terms.Add(new("second", tape.SoftmaxCrossEntropy(logits, After(original, 2)), 0.25f));
        return _terms;
    }

    public void Evaluate(Tape tape, TokenBatch original, MetricSet metrics)
    {
        OnEvaluate();
        metrics.Add("loss", Forward(tape, original)[0].Value.Values[0], 1);
    }

    public void Read(long index, TokenBatch batch)
    {
        batch.Clear();
        for (int s = 0; s < 3; s++)
        {
            for (int t = 0; t < 5; t++) batch.Append((int)((index * 7 + s * 3 + t) % vocabulary));
            batch.EndSequence();
        }
    }

    public double EpochsBefore(long index) => index;

    private int[] After(TokenBatch batch, int places)
    {
        var next = new int[batch.Tokens];
        for (int i = 0; i < next.Length; i++) next[i] = (batch.Ids.Span[i] + places) % vocabulary;
        return next;
    }
}
