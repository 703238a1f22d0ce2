using Cocoon.Tensors;
using Cocoon.Training;

namespace Cocoon.Models;

/// <summary>Measures of two views of the same sequences.</summary>
/// <remarks>Wang and Isola 2020, arXiv:2005.10242.</remarks>
internal static class ViewMeasures
{
    /// <summary>Measures two views of the sequences of a batch: <c>alignment</c>, <c>cosine</c> and <c>uniformity</c>, see <see cref="CocoLmMeasures"/>.</summary>
    /// <param name="name">What the measures are called before the dot.</param>
    /// <param name="first">Vectors of the one view, [S, D].</param>
    /// <param name="second">Vectors of the other, [S, D].</param>
    public static void Add(Tape tape, string name, Tensor first, Tensor second, MetricSet metrics)
    {
        int s = first.Rows, pairs = s * (s - 1);
        var (x, plus) = (Unit(tape, first), Unit(tape, second));
        double alignment = 0, potential = 0, cosines = 0;
        for (int i = 0; i < s; i++) alignment += SquaredDistance(x.Row(i), plus.Row(i));
        for (int i = 0; i < s; i++)
        {
            for (int j = 0; j < s; j++)
            {
                if (j == i) continue;
                double distance = SquaredDistance(plus.Row(i), plus.Row(j));
                potential += Math.Exp(-2 * distance);
                cosines += 1 - distance / 2;
            }
        }
        metrics.Add($"{name}.alignment", alignment, s);
        metrics.Add($"{name}.cosine", cosines, pairs);
        metrics.AddLog($"{name}.uniformity", potential, pairs);
    }

    private static Tensor Unit(Tape tape, Tensor x)
    {
        var (unit, norms) = (tape.New(x.Rows, x.Columns), tape.New(x.Rows, 1));
        tape.Kernels.NormalizeRows(x.Values, x.Columns, unit.Values, norms.Values);
        return unit;
    }

    private static double SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
        return sum;
    }
}
