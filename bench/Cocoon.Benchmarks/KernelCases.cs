using System.Reflection;
using Cocoon.Kernels;
using static Cocoon.Benchmarks.Sizes;

namespace Cocoon.Benchmarks;

/// <summary>Every kernel on the operands of a training step.</summary>
internal static class KernelCases
{
    private static readonly DropoutMask s_mask = new(0.1f, new(1, 2, 3));
    private static readonly AdamWStep s_step = new(1e-4f, 0.9f, 0.98f, 1e-6f, 0.01f, 1, 1, 1);
    private static readonly int[] s_rows = Workplace.Below(M, N), s_targets = Workplace.Below(M, V), s_whole = new int[M];
    private static readonly float[] s_labels = [.. Workplace.Below(N, 2).Select(i => (float)i)];

    /// <summary>The cases.</summary>
    public static IReadOnlyList<Workload> All { get; } = [.. ProductCases.All, .. Elements(), .. Rows(), .. Losses()];

    /// <summary>Kernels without a case.</summary>
    public static IEnumerable<string> Forgotten => typeof(IKernels).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(m => !m.IsSpecialName).Select(m => m.Name).Except(All.Select(w => w.Name.Split(',')[0]), StringComparer.Ordinal);

    private static IEnumerable<Workload> Elements() =>
    [
        Of("Fill", N, F, 1, (k, x) => k.Fill(1, x[0])),
        Of("FillDiagonal", S, S, 1, (k, x) => k.FillDiagonal(1, S, x[0])),
        Of("Scale", N, H, 2, (k, x) => k.Scale(x[0], 0.5f, false, x[1])),
        Of("Scale, added", N, H, 3, (k, x) => k.Scale(x[0], 1e-6f, true, x[1])),
        Of("Add", N, H, 3, (k, x) => k.Add(x[0], x[1], x[2])),
        Of("AddColumnSums", N, F, 1, (k, x) => k.AddColumnSums(x[0], F, x.Columns(1))),
        Of("Sum", N, F, 1, (k, x) => k.Sum(x[0])),
        Of("SumOfSquares", N, F, 1, (k, x) => k.SumOfSquares(x[0])),
        Of("Gelu", N, F, 2, (k, x) => k.Gelu(x[0], x[1])),
        Of("GeluGradient", N, F, 3, (k, x) => k.GeluGradient(x[0], x[1], false, x[2])),
        Of("Tanh", S, H, 2, (k, x) => k.Tanh(x[0], x[1])),
        Of("TanhGradient", S, H, 3, (k, x) => k.TanhGradient(x[0], x[1], false, x[2])),
        Of("Dropout", N, H, 2, (k, x) => k.Dropout(x[0], s_mask, false, x[1])),
        Of("DropoutAdd", N, H, 3, (k, x) => k.DropoutAdd(x[0], x[1], s_mask, x[2])),
        Of("AdamW", N, F, 7, (k, x) => k.AdamW(x[0], s_step, x[1], x[2], x[3])),
    ];

    private static IEnumerable<Workload> Rows() =>
    [
        Of("LayerNorm", N, H, 2, (k, x) => k.LayerNorm(x[0], x.Columns(0), x.Columns(1), 1e-5f, x[1], x.Rows(0), x.Rows(1))),
        Of("LayerNormGradient", N, H, 3, (k, x) => k.LayerNormGradient(x[0], x.Columns(0), x.Rows(0), x.Rows(1), x[1], false, x[2], x.Columns(1), x.Columns(2))),
        Of("DropoutAddLayerNorm", N, H, 4, (k, x) => k.DropoutAddLayerNorm(x[0], x[1], s_mask, x.Columns(0), x.Columns(1), 1e-5f, x[2], x[3], x.Rows(0), x.Rows(1))),
        Of("DropoutAddLayerNormGradient", N, H, 4, (k, x) =>
            k.DropoutAddLayerNormGradient(x[0], x.Columns(0), x.Rows(0), x.Rows(1), s_mask, x[1], false, x[2], false, x[3], x.Columns(1), x.Columns(2))),
        Of("NormalizeRows", S, H, 2, (k, x) => k.NormalizeRows(x[0], H, x[1], x.Rows(0))),
        Of("NormalizeRowsGradient", S, H, 3, (k, x) => k.NormalizeRowsGradient(x[0], x.Rows(0), x[1], H, false, x[2])),
        Of("GatherRows", M, H, 2, (k, x) => k.GatherRows(x.Of(1, N, H), s_rows, H, false, x[0])),
        Of("AddScatterRows", M, H, 3, (k, x) => k.AddScatterRows(x[0], s_rows, H, x.Of(1, N, H))),
    ];

    private static IEnumerable<Workload> Losses() =>
    [
        Of("SoftmaxCrossEntropy", M, V, 1, (k, x) => k.SoftmaxCrossEntropy(x[0], s_targets, x.Rows(0), x.Rows(1))),
        Of("SoftmaxCrossEntropyGradient", M, V, 2, (k, x) => k.SoftmaxCrossEntropyGradient(x[0], s_targets, x.Rows(0), x.Rows(1), false, x[1])),
        Of("SampleRows", M, V, 1, (k, x) => k.SampleRows(x[0], V, new(1, 2, 3), s_whole)),
        Of("ArgMaxRows", M, V, 1, (k, x) => k.ArgMaxRows(x[0], V, s_whole)),
        Of("SigmoidCrossEntropy", N, 1, 4, (k, x) => k.SigmoidCrossEntropy(x[0], s_labels, x[1], x[2])),
        Of("SigmoidCrossEntropyGradient", N, 1, 3, (k, x) => k.SigmoidCrossEntropyGradient(x[0], s_labels, 1, false, x[1])),
        Of("SquaredError", M, 1, 4, (k, x) => k.SquaredError(x[0], x[1], x[2], x[3])),
        Of("Weight", M, 1, 3, (k, x) => k.Weight(x[0], x[1], x[2])),
        Of("GatedLoss", M, 1, 5, (k, x) => k.GatedLoss(x[0], x[1], x[2], x[3], x[4])),
        Of("CopyMixtureLoss", M, 1, 7, (k, x) => k.CopyMixtureLoss(x[0], x[1], s_rows, s_targets, x[2], x[3], x[4])),
        Of("PolicyLoss", M, 1, 6, (k, x) => k.PolicyLoss(x[0], x[1], x[2], x[3], x[4], x[5])),
    ];

    /// <summary>A kernel that is bound by memory.</summary>
    /// <param name="name">The kernel, then its variant.</param>
    /// <param name="rows">Rows of its matrices.</param>
    /// <param name="columns">Their columns.</param>
    /// <param name="passes">Matrices that it must read or write.</param>
    /// <param name="kernel">Runs it.</param>
    private static Workload Of(string name, int rows, int columns, int passes, Action<IKernels, Operands> kernel) =>
        new(name, $"[{rows}, {columns}]", Bound.Memory, (double)sizeof(float) * passes * rows * columns, place =>
        {
            var operands = new Operands(place, rows, columns);
            kernel(place.Kernels, operands); // makes them
            return () => kernel(place.Kernels, operands);
        });
}
