using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;
using Xunit;

namespace Cocoon.Tests.Models;

/// <summary>Measures of a pass that was made by hand.</summary>
public sealed class CocoLmMeasuresTests : IDisposable
{
    private readonly ReferenceKernels _kernels = new();
    private readonly Arena _arena = new();
    private readonly CocoLmPass _pass = new();
    private readonly SortedDictionary<string, double> _values;

    public CocoLmMeasuresTests()
    {
        var original = new TokenBatch();
        foreach (int[] sequence in (int[][])[[2, 5, 6, 3], [2, 7, 8, 3]])
        {
            original.Append(sequence);
            original.EndSequence();
        }

        // Of three masked tokens the first is replaced by 9, the second by luck by itself, the third by 5.
        _pass.Begin(original, Rows([0, 0, 0, 0, 0, 1, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 1, 0, 0], [0, 1, 0, 0, 0, 0, 0, 0, 0, 0]), new[] { 1, 5, 6 }, new[] { 9, 7, 5 });
        // Copying is decided for all but the last replaced token and one original one.
        _pass.Gate = Rows([2], [-1], [3], [-2], [1], [1], [1], [1]);
        // The first correction is right, the others are not.
        _pass.Logits = Rows([0, 0, 0, 0, 0, 3, 0, 0, 0, 1], [0, 0, 0, 0, 0, 2, 0, 1, 0, 0], [4, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        _pass.First = Rows([3, 0], [0, 5]);
        _pass.FirstOfCrop = Rows([2, 0], [1, 1]);
        var metrics = new MetricSet();
        CocoLmMeasures.Add(new(_kernels, _arena, default, training: false), original, _pass, metrics);
        _values = metrics.Values();
    }

    [Theory]
    [InlineData("replaced", 2 / 8.0)]
    [InlineData("auxiliary.accuracy", 2 / 3.0)]
    [InlineData("copy.accuracy.original", 5 / 6.0)]
    [InlineData("copy.accuracy.replaced", 1 / 2.0)]
    [InlineData("correction.accuracy.replaced", 1 / 2.0)]
    [InlineData("correction.accuracy.masked", 1 / 3.0)]
    [InlineData("detection.accuracy", 6 / 8.0)]
    [InlineData("detection.majority", 6 / 8.0)]
    [InlineData("detection.f1", 2 * 1 / (2 + 2.0))]
    [InlineData("state.alignment", (0 + 2 - 1.4142135623730951) / 2)]   // ‖a − b‖² = 2 − 2 cos
    [InlineData("state.cosine", 0.70710678118654752)]
    [InlineData("state.uniformity", -2 * (2 - 1.4142135623730951))]
    public void A_measure_is_what_counting_by_hand_gives(string name, double expected) => Assert.Equal(expected, _values[name], 1e-6);

    [Fact]
    public void Uniformity_of_several_batches_is_the_logarithm_of_the_mean()
    {
        var metrics = new MetricSet();
        metrics.AddLog("u", 3, 4);
        metrics.AddLog("u", 1, 4);

        Assert.Equal(Math.Log(0.5), metrics.Values()["u"], 1e-12);
    }

    public void Dispose()
    {
        _arena.Dispose();
        _kernels.Dispose();
    }

    private Tensor Rows(params float[][] rows)
    {
        var tensor = _arena.Allocate(rows.Length, rows[0].Length);
        for (int i = 0; i < rows.Length; i++) rows[i].CopyTo(tensor.Row(i));
        return tensor;
    }
}
