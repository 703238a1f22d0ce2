using System.Text.Json;
using Cocoon.Evaluation;
using Cocoon.Kernels;
using Cocoon.Tensors;
using Cocoon.Testing;
using Cocoon.Tests.Models;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Evaluation;

public sealed class SpanHeadTests
{
    private static readonly JsonElement s_golden = Golden.Read("span.json");

    [Fact]
    public void Loss_and_gradients_are_the_oracles()
    {
        using var kernels = new ReferenceKernels();
        using var arena = Arrange.PoisonedArena();
        using var store = new ParameterStore(seed: 1);
        using var memory = new Arena();
        int hidden = s_golden.GetProperty("hidden").GetInt32();
        var head = new SpanHead(new(store), hidden);
        var (weight, bias) = (store.Parameters.Single(p => p.Path == "output.weight").Tensor, store.Parameters.Single(p => p.Path == "output.bias").Tensor);
        Numbers("weight").CopyTo(weight.Values);
        Numbers("bias").CopyTo(bias.Values);
        int[] lengths = s_golden.GetProperty("lengths").Deserialize<int[]>()!;
        var states = memory.Allocate(lengths.Sum(), hidden);
        Numbers("states").CopyTo(states.Values);
        var sequences = Sequences(lengths);
        var tape = new Tape(kernels, arena, new(1, 0));

        var loss = head.Loss(tape, head.Forward(tape, states), Batch(sequences), sequences);
        loss.Grad[0] = 1;
        tape.Backward();

        Assert.Equal(s_golden.GetProperty("loss").GetDouble(), loss.Values[0], Tolerances.Golden);
        Same("stateGradients", states.Grad);
        Same("weightGradients", weight.Grad);
        Same("biasGradients", bias.Grad);
    }

    [Fact]
    public void Tokens_of_the_question_and_separators_are_no_choice()
    {
        using var kernels = new ReferenceKernels();
        using var arena = new Arena();
        using var store = new ParameterStore(seed: 1);
        var head = new SpanHead(new(store), 1);
        var sequences = Sequences([9])[..1];
        var tape = new Tape(kernels, arena, default, training: false);
        var scores = arena.Allocate(9, 2);
        scores.Values.Clear();
        float Loss() => head.Loss(tape, scores, Batch(sequences), sequences).Values[0];

        float before = Loss();
        foreach (int row in new[] { 1, 2, 3, 8 }) (scores.Row(row)[0], scores.Row(row)[1]) = (50, 50);
        float unchanged = Loss();
        scores.Row(0)[0] = 50;

        Assert.Equal(MathF.Log(5), before, Tolerances.Golden);   // [CLS] and four tokens
        Assert.Equal(before, unchanged);
        Assert.True(Loss() > 20);
    }

    private static List<EncodedSequence> Sequences(int[] lengths) => [.. lengths.Select((length, i) => new EncodedSequence
    {
        Example = i, Ids = new int[length], PairStart = s_golden.GetProperty("pairStarts")[i].GetInt32(), Targets = s_golden.GetProperty("targets")[i].Deserialize<int[]>()!,
    })];

    private static TokenBatch Batch(IEnumerable<EncodedSequence> sequences)
    {
        var batch = new TokenBatch();
        foreach (var sequence in sequences) sequence.AppendTo(batch, sequence.Example, segments: false);
        return batch;
    }

    private static float[] Numbers(string name) => [.. Flatten(s_golden.GetProperty(name)).Select(n => (float)n)];

    private static IEnumerable<double> Flatten(JsonElement element) => element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Flatten) : [element.GetDouble()];

    private static void Same(string name, ReadOnlySpan<float> actual)
    {
        double[] expected = [.. Flatten(s_golden.GetProperty(name))];
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], Tolerances.Golden);
    }
}
