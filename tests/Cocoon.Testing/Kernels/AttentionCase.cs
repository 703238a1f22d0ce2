using Cocoon.Determinism;
using Cocoon.Kernels;

namespace Cocoon.Testing.Kernels;

/// <summary>One call of attention and of its gradient on random operands.</summary>
/// <param name="Lengths">Tokens of each sequence.</param>
/// <param name="Heads">Number of heads.</param>
/// <param name="HeadSize">Columns of a head.</param>
/// <param name="Bins">Rows of the relative bias table; 0 without.</param>
/// <param name="Rate">Dropout of the probabilities.</param>
public sealed record AttentionCase(int[] Lengths, int Heads, int HeadSize, int Bins, float Rate)
{
    private AttentionResults? _specified;

    /// <summary>What queries, keys and values are multiplied by; large ones give scores far apart.</summary>
    public float Magnitude { get; init; } = 1;

    /// <summary>Which keys each token looks at, given its place and its sequence's length; null: all.</summary>
    public Func<int, int, KeyRange>? Visible { get; init; }

    /// <summary>Where each token stands, given its place and its sequence's length; null: at its place.</summary>
    public Func<int, int, int>? Positions { get; init; }

    /// <summary>What masks are called in messages.</summary>
    public string Mask { get; init; } = "all";

    /// <summary>Keys of each sequence, if they are another text's; null: a sequence looks at itself.</summary>
    public int[]? KeyLengths { get; init; }

    /// <summary>What the reference kernels compute.</summary>
    public AttentionResults Specified => _specified ??= ComputeReference();

    private int Tokens => Lengths.Sum();

    private int Width => Heads * HeadSize;

    private DropoutMask Drops => new(Rate, new RandomStream(9, 8, 7));

    /// <summary>Runs it forward and back on the fast kernels.</summary>
    public AttentionResults Compute(IKernels kernels) => KeyLengths is null ? Compute(kernels.Attention, kernels.AttentionGradient) : ComputeCross(kernels, KeyLengths);

    private delegate void Forward(ReadOnlySpan<float> qkv, ReadOnlySpan<float> table, AttentionShape shape, DropoutMask mask, Span<float> probabilities, Span<float> output);

    private delegate void Backward(
        ReadOnlySpan<float> qkv, ReadOnlySpan<float> probabilities, AttentionShape shape, DropoutMask mask, ReadOnlySpan<float> dOutput, Span<float> dQkv, Span<float> dTable);

    private AttentionResults ComputeReference()
    {
        using ReferenceKernels kernels = new();
        return Compute(kernels);
    }

    private AttentionResults Compute(Forward forward, Backward backward)
    {
        var shape = Shape();
        GuardedFloats qkv = GuardedFloats.Random(Tokens * 3 * Width, 1), table = GuardedFloats.Random(Bins * Heads, 2), dOutput = GuardedFloats.Random(Tokens * Width, 3);
        foreach (ref float value in qkv.Span) value *= Magnitude;
        GuardedFloats probabilities = GuardedFloats.Unset((int)shape.ProbabilityCount), output = GuardedFloats.Unset(Tokens * Width);
        forward(qkv.Span, table.Span, shape, Drops, probabilities.Span, output.Span);
        GuardedFloats dQkv = GuardedFloats.Unset(Tokens * 3 * Width), dTable = GuardedFloats.Random(Bins * Heads, 4);
        backward(qkv.Span, probabilities.Span, shape, Drops, dOutput.Span, dQkv.Span, dTable.Span);
        foreach (var buffer in (GuardedFloats[])[probabilities, output, dQkv, dTable]) buffer.AssertMarginsUntouched();
        return new(probabilities.Span.ToArray(), output.Span.ToArray(), dQkv.Span.ToArray(), dTable.Span.ToArray());
    }

    private AttentionResults ComputeCross(IKernels kernels, int[] keyLengths)
    {
        var shape = new AttentionShape(Starts(Lengths), Heads, HeadSize, default) { KeyStarts = Starts(keyLengths) };
        int keys = keyLengths.Sum();
        GuardedFloats queries = GuardedFloats.Random(Tokens * Width, 1), keysValues = GuardedFloats.Random(keys * 2 * Width, 2), dOutput = GuardedFloats.Random(Tokens * Width, 3);
        GuardedFloats probabilities = GuardedFloats.Unset((int)shape.ProbabilityCount), output = GuardedFloats.Unset(Tokens * Width);
        kernels.CrossAttention(queries.Span, keysValues.Span, shape, Drops, probabilities.Span, output.Span);
        GuardedFloats dQueries = GuardedFloats.Unset(Tokens * Width), dKeysValues = GuardedFloats.Unset(keys * 2 * Width);
        kernels.CrossAttentionGradient(queries.Span, keysValues.Span, probabilities.Span, shape, Drops, dOutput.Span, dQueries.Span, dKeysValues.Span);
        foreach (var buffer in (GuardedFloats[])[probabilities, output, dQueries, dKeysValues]) buffer.AssertMarginsUntouched();
        return new(probabilities.Span.ToArray(), output.Span.ToArray(), [.. dQueries.Span, .. dKeysValues.Span], []);
    }

    public override string ToString() => $"lengths {string.Join(' ', Lengths)}, keys {string.Join(' ', KeyLengths ?? Lengths)}, {Heads} heads of {HeadSize}, {Bins} bins, dropout {Rate}, magnitude {Magnitude}, mask {Mask}";

    private AttentionShape Shape()
    {
        var buckets = new int[Bins == 0 ? 0 : 2 * Lengths.Max() + 1];
        for (int i = 0; i < buckets.Length; i++) buckets[i] = i * 5 % Bins;
        var visible = Visible is null ? [] : Lengths.SelectMany(length => Enumerable.Range(0, length).Select(i => Visible(i, length))).ToArray();
        var positions = Positions is null ? [] : Lengths.SelectMany(length => Enumerable.Range(0, length).Select(i => Positions(i, length))).ToArray();
        return new(Starts(Lengths), Heads, HeadSize, buckets) { Visible = visible, Positions = positions };
    }

    private static int[] Starts(int[] lengths)
    {
        var starts = new int[lengths.Length + 1];
        for (int s = 0; s < lengths.Length; s++) starts[s + 1] = starts[s] + lengths[s];
        return starts;
    }
}
