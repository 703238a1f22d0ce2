using Cocoon.Kernels;
using Cocoon.Tensors;
using static Cocoon.Benchmarks.Sizes;

namespace Cocoon.Benchmarks;

/// <summary>Every operation of the tape, forward and back, on the tensors of a training step.</summary>
internal static class OperationCases
{
    private const double Bytes = sizeof(float);

    private static readonly int[] s_rows = Workplace.Below(M, N), s_targets = Workplace.Below(M, V), s_ids = Workplace.Below(N, V), s_positions = [.. Enumerable.Range(0, N).Select(i => i % T)], s_whole = new int[M];
    private static readonly float[] s_labels = [.. Workplace.Below(N, 2).Select(i => (float)i)], s_likelihoods = new float[M];
    private static readonly AttentionShape s_shape = new(Enumerable.Range(0, S + 1).Select(s => s * T).ToArray(), A, D, Enumerable.Range(0, 2 * T - 1).Select(i => i % Bins).ToArray());

    /// <summary>The cases.</summary>
    public static IReadOnlyList<Workload> All { get; } = [.. Layers(), .. Rows(), .. Losses()];

    /// <summary>Operations without a case.</summary>
    public static IEnumerable<string> Forgotten => typeof(LinearOp).Assembly.GetExportedTypes().Where(t => t.Name.EndsWith("Op", StringComparison.Ordinal))
        .Select(t => t.Name[..^2]).Except(All.Select(w => w.Name.Split(',')[0]), StringComparer.Ordinal);

    private static IEnumerable<Workload> Layers() =>
    [
        Of("Linear", $"[{N}, {H}] → {F}", Bound.Arithmetic, 3 * 2.0 * N * H * F, (t, x) => t.Linear(x(0, N, H), x(1, F, H), x(2, 1, F))),
        Of("Attention", $"{S} × {T} tokens, {A} heads of {D}", Bound.Arithmetic, 6 * 2.0 * N * T * H, (t, x) => t.Attention(x(0, N, 3 * H), x(1, Bins, A), s_shape, 0.1f)),
        Of("CrossAttention", $"{S} × {T} tokens on as many, {A} heads of {D}", Bound.Arithmetic, 6 * 2.0 * N * T * H, (t, x) => t.CrossAttention(x(0, N, H), x(1, N, 2 * H), s_shape with { Buckets = default, KeyStarts = s_shape.Starts }, 0.1f)),
        Of("Gelu", $"[{N}, {F}]", Bound.Memory, 5 * Bytes * N * F, (t, x) => t.Gelu(x(0, N, F))),
        Of("Tanh", $"[{S}, {H}]", Bound.Memory, 5 * Bytes * S * H, (t, x) => t.Tanh(x(0, S, H))),
        Of("Dropout", $"[{N}, {H}]", Bound.Memory, 4 * Bytes * N * H, (t, x) => t.Dropout(x(0, N, H), 0.1f)),
        Of("DropoutAdd", $"[{N}, {H}]", Bound.Memory, 7 * Bytes * N * H, (t, x) => t.DropoutAdd(x(0, N, H), x(1, N, H), 0.1f)),
        Of("Add", $"[{N}, {H}]", Bound.Memory, 6 * Bytes * N * H, (t, x) => t.Add(x(0, N, H), x(1, N, H))),
        Of("LayerNorm", $"[{N}, {H}]", Bound.Memory, 5 * Bytes * N * H, (t, x) => t.LayerNorm(x(0, N, H), x(1, 1, H), x(2, 1, H), 1e-5f)),
        Of("DropoutAddLayerNorm", $"[{N}, {H}]", Bound.Memory, 8 * Bytes * N * H, (t, x) => t.DropoutAddLayerNorm(x(0, N, H), x(1, N, H), 0.1f, x(2, 1, H), x(3, 1, H), 1e-5f)),
    ];

    private static IEnumerable<Workload> Rows() =>
    [
        Of("Embed", $"[{N}, {H}] of {V}", Bound.Memory, 7 * Bytes * N * H, (t, x) => t.Embed(x(0, V, H), s_ids, x(1, T, H), s_positions)),
        Of("GatherRows", $"[{M}, {H}] of {N}", Bound.Memory, 5 * Bytes * M * H, (t, x) => t.GatherRows(x(0, N, H), s_rows)),
        Of("ConcatRows", $"[{N} + {N}, {H}]", Bound.Memory, 8 * Bytes * N * H, (t, x) => t.ConcatRows(x(0, N, H), x(1, N, H))),
        Of("GatherElements", $"{M} of [{N}, 2]", Bound.Memory, 4 * Bytes * 2 * N, (t, x) => t.GatherElements(x(0, N, 2), s_rows, 1)),
        Of("NormalizeRows", $"[{2 * S}, {H}]", Bound.Memory, 5 * Bytes * 2 * S * H, (t, x) => t.NormalizeRows(x(0, 2 * S, H))),
        Of("StopGradient", $"[{N}, {H}]", Bound.Memory, 2 * Bytes * N * H, (t, x) => t.StopGradient(x(0, N, H))),
        Of("SampleRows", $"[{M}, {V}]", Bound.Memory, Bytes * M * V, (t, x) => Drawn(t, x(0, M, V))),
    ];

    private static IEnumerable<Workload> Losses() =>
    [
        Of("SoftmaxCrossEntropy", $"[{M}, {V}]", Bound.Memory, 3 * Bytes * M * V, (t, x) => t.SoftmaxCrossEntropy(x(0, M, V), s_targets)),
        Of("WeightedCrossEntropy", $"[{M}, {V}]", Bound.Memory, 3 * Bytes * M * V, (t, x) => t.WeightedCrossEntropy(x(0, M, V), s_targets, s_labels.AsSpan(0, M))),
        Of("SquaredError", $"[{N}, 1]", Bound.Memory, 6 * Bytes * N, (t, x) => t.SquaredError(x(0, N, 1), s_labels)),
        Of("GatedCrossEntropy", $"[{M}, {V}]", Bound.Memory, 3 * Bytes * M * V, (t, x) => t.GatedCrossEntropy(x(0, M, V), x(1, M, 1), s_targets, stopGradient: false)),
        Of("CopyMixtureCrossEntropy", $"[{M}, {V}]", Bound.Memory, 3 * Bytes * M * V, (t, x) => t.CopyMixtureCrossEntropy(x(0, M, V), x(1, M, 1), s_rows, s_targets, stopGradient: false)),
        Of("PolicyGradient", $"[{M}, {V}]", Bound.Memory, 3 * Bytes * M * V, (t, x) => t.PolicyGradient(x(0, M, V), s_targets, x(1, M, 1), s_labels.AsMemory(0, M), x(2, M, 1), s_likelihoods)),
        Of("SigmoidCrossEntropy", $"[{N}, 1]", Bound.Memory, 7 * Bytes * N, (t, x) => t.SigmoidCrossEntropy(x(0, N, 1), s_labels)),
        Of("ContrastiveCrossEntropy", $"2 × [{S}, {H}]", Bound.Arithmetic, 3 * 2.0 * 4 * S * S * H, (t, x) => t.ContrastiveCrossEntropy(x(0, S, H), x(1, S, H), 1)),
    ];

    private static Tensor Drawn(Tape tape, Tensor logits)
    {
        tape.SampleRows(logits, new(1, 2, 3), s_whole);
        return logits;
    }

    /// <summary>An operation with its way back.</summary>
    /// <param name="run">Runs it forward on inputs with a number and a shape, which are made once.</param>
    private static Workload Of(string name, string shape, Bound bound, double amount, Func<Tape, Func<int, int, int, Tensor>, Tensor> run) => new(name, shape, bound, amount, place =>
    {
        var (arena, inputs) = (new Arena(), new Dictionary<int, Tensor>());
        var tape = new Tape(place.Kernels, arena, default);
        Tensor Input(int number, int rows, int columns)
        {
            if (!inputs.TryGetValue(number, out var input)) inputs[number] = input = place.Matrix(rows, columns);
            return input;
        }
        return () =>
        {
            arena.Reset();
            tape.Reset(default);
            run(tape, Input).GradTarget(out _)[0] = 1; // what else its memory holds is as good as any gradient
            tape.Backward();
        };
    });
}
