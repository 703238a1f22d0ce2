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

    /// <summary>Multiplies the loss of one micro-batch, to make it not finite; −1 for none.</summary>
    public uint Poisoned { get; init; } = uint.MaxValue;

    public IReadOnlyList<LossTerm> Forward(Tape tape, TokenBatch original)
    {
        _terms.Clear();
        var inputs = tape.Dropout(tape.GatherRows(_embedding, original.Ids), 0.1f);
        if (tape.Key.Step == Poisoned) inputs.Values[0] = float.NaN;
        _terms.Add(new("next", tape.SoftmaxCrossEntropy(tape.Linear(inputs, _weight, _bias), Successors(original)), 2));
        return _terms;
    }

    public void Evaluate(Tape tape, TokenBatch original, MetricSet metrics) => metrics.Add("next", Forward(tape, original)[0].Value.Values[0], 1);

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

    private int[] Successors(TokenBatch batch)
    {
        var next = new int[batch.Tokens];
        for (int i = 0; i < next.Length; i++) next[i] = (batch.Ids.Span[i] + 1) % vocabulary;
        return next;
    }
}
