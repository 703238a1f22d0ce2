using Cocoon.Kernels;
using static Cocoon.Benchmarks.Sizes;

namespace Cocoon.Benchmarks;

/// <summary>Matrix products as a linear map needs them forward and back, and attention; on bfloat16 too, where the machine multiplies it.</summary>
internal static class ProductCases
{
    private static readonly DropoutMask s_mask = new(0.1f, new(1, 2, 3));

    /// <summary>The cases.</summary>
    public static IReadOnlyList<Workload> All { get; } = [.. Single(), .. KernelChoice.Select(Precision.Bf16).Kernel == MatrixKernel.EmittedBf16 ? Single().Select(Rounded) : []];

    private static IEnumerable<Workload> Single()
    {
        foreach (var (rows, inputs, outputs) in new[] { (N, H, 3 * H), (N, H, F), (N, F, H), (M, H, V) })
        {
            yield return Product("MatMul, x Wᵀ", rows, outputs, inputs, false, true);
            yield return Product("MatMul, dy W", rows, inputs, outputs, false, false);
            yield return Product("MatMul, dyᵀ x", outputs, inputs, rows, true, false);
        }
        foreach (bool back in new[] { false, true })
        {
            yield return Attention("", new(Starts(S, T), A, D, Buckets(T)), 1, back);
            yield return Attention(", no mask", new(Starts(CausalS, CausalT), CausalA, D, default), 1, back);
            yield return Attention(", left to right", Causal(CausalS, CausalT, CausalA), (CausalT + 1) / (2.0 * CausalT), back);
            yield return CrossAttention(new(Starts(S, T), A, D, default) { KeyStarts = Starts(S, T) }, back);
        }
    }

    private static Workload Rounded(Workload single) => single with { Name = single.Name + ", bf16", IsBf16 = true };

    private static Workload Product(string name, int m, int n, int k, bool transposeA, bool transposeB) => new(name, $"[{m}, {k}] · [{k}, {n}]", Bound.Arithmetic, 2.0 * m * n * k, place =>
    {
        var (a, b, c) = (place.Matrix(m, k), place.Matrix(k, n), place.Matrix(m, n));
        return () => place.Kernels.MatMul(a.Values, transposeA, b.Values, transposeB, default, m, n, k, false, c.Values);
    });

    /// <summary>Attention or its gradient: two or four products of [T, T, D] a head.</summary>
    /// <param name="variant">What is added to the name.</param>
    /// <param name="shape">The batch.</param>
    /// <param name="seen">Share of all pairs of tokens that see one another.</param>
    /// <param name="back">The gradient.</param>
    private static Workload Attention(string variant, AttentionShape shape, double seen, bool back)
    {
        int rows = shape.Starts.Span[^1], length = rows / shape.Sequences, width = shape.Heads * shape.HeadSize;
        double products = (back ? 4 : 2) * 2.0 * shape.ProbabilityCount * shape.HeadSize;
        return new((back ? "AttentionGradient" : "Attention") + variant, $"{shape.Sequences} × {length} tokens, {shape.Heads} heads of {shape.HeadSize}", Bound.Arithmetic, seen * products, place =>
        {
            var (qkv, probabilities, output) = (place.Matrix(rows, 3 * width), place.Matrix(1, (int)shape.ProbabilityCount), place.Matrix(rows, width));
            var (dQkv, table) = (place.Matrix(rows, 3 * width), place.Matrix(shape.Buckets.IsEmpty ? 0 : Bins, shape.Heads));
            if (!back) return () => place.Kernels.Attention(qkv.Values, table.Values, shape, s_mask, probabilities.Values, output.Values);
            place.Kernels.Attention(qkv.Values, table.Values, shape, s_mask, probabilities.Values, output.Values);
            return () => place.Kernels.AttentionGradient(qkv.Values, probabilities.Values, shape, s_mask, output.Values, dQkv.Values, table.Values);
        });
    }

    /// <summary>Attention on another text, or its gradient.</summary>
    private static Workload CrossAttention(AttentionShape shape, bool back)
    {
        double products = (back ? 4 : 2) * 2.0 * shape.ProbabilityCount * shape.HeadSize;
        return new(back ? "CrossAttentionGradient" : "CrossAttention", $"{S} × {T} tokens on as many, {A} heads of {D}", Bound.Arithmetic, products, place =>
        {
            var (queries, keysValues, output) = (place.Matrix(N, H), place.Matrix(N, 2 * H), place.Matrix(N, H));
            var (dQueries, dKeysValues, probabilities) = (place.Matrix(N, H), place.Matrix(N, 2 * H), place.Matrix(1, (int)shape.ProbabilityCount));
            if (!back) return () => place.Kernels.CrossAttention(queries.Values, keysValues.Values, shape, s_mask, probabilities.Values, output.Values);
            place.Kernels.CrossAttention(queries.Values, keysValues.Values, shape, s_mask, probabilities.Values, output.Values);
            return () => place.Kernels.CrossAttentionGradient(queries.Values, keysValues.Values, probabilities.Values, shape, s_mask, output.Values, dQueries.Values, dKeysValues.Values);
        });
    }

    private static AttentionShape Causal(int sequences, int length, int heads) =>
        new(Starts(sequences, length), heads, D, default) { Visible = Enumerable.Range(0, sequences * length).Select(row => new KeyRange(0, row % length + 1)).ToArray() };

    private static int[] Starts(int sequences, int length) => [.. Enumerable.Range(0, sequences + 1).Select(s => s * length)];

    private static int[] Buckets(int length) => [.. Enumerable.Range(0, 2 * length - 1).Select(distance => distance % Bins)];
}
