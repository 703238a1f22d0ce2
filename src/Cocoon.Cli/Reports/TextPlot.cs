using System.Globalization;

namespace Cocoon.Cli;

/// <summary>Draws a curve with characters, for a terminal or a log.</summary>
public static class TextPlot
{
    private const int AxisWidth = 8;
    private static readonly char[] s_eighths = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

    /// <summary>The lines of a drawing: the name, the area under the curve, the steps below.</summary>
    /// <param name="curve">What to draw.</param>
    /// <param name="columns">Width of the area, in characters.</param>
    /// <param name="rows">Height of the area, in lines.</param>
    public static IEnumerable<string> Draw(Curve curve, int columns = 60, int rows = 8)
    {
        var points = curve.Drawable.ToList();
        yield return curve.Name;
        if (points.Count == 0)
        {
            yield return "  (nothing measured)";
            yield break;
        }
        double[] heights = Columns(points, columns);
        double low = heights.Where(double.IsFinite).Min(), high = heights.Where(double.IsFinite).Max(), span = high > low ? high - low : 1;
        for (int row = rows - 1; row >= 0; row--)
        {
            string label = row == rows - 1 ? Number(high) : row == 0 ? Number(low) : "";
            yield return label.PadLeft(AxisWidth) + " │" + string.Concat(heights.Select(h => Cell(h, low, span, row, rows)));
        }
        yield return new string(' ', AxisWidth) + " └" + new string('─', columns);
        string first = Number(points[0].Step), last = Number(points[^1].Step);
        yield return new string(' ', AxisWidth + 2) + first + (last + " steps").PadLeft(Math.Max(last.Length + 7, columns - first.Length));
    }

    /// <summary>Mean value of the points that fall into each column; a column without a point repeats its left neighbor.</summary>
    private static double[] Columns(List<(double Step, double Value)> points, int columns)
    {
        var (sums, counts) = (new double[columns], new int[columns]);
        double start = points[0].Step, span = Math.Max(1, points[^1].Step - start);
        foreach (var (step, value) in points)
        {
            int column = Math.Min(columns - 1, (int)((step - start) / span * columns));
            (sums[column], counts[column]) = (sums[column] + value, counts[column] + 1);
        }
        double previous = points[0].Value;
        for (int i = 0; i < columns; i++) sums[i] = previous = counts[i] == 0 ? previous : sums[i] / counts[i];
        return sums;
    }

    private static char Cell(double height, double low, double span, int row, int rows)
    {
        // The lowest value still shows an eighth of a line: a curve at its floor is not an empty plot.
        double filled = (height - low) / span * (rows - 0.125) + 0.125 - row;
        return s_eighths[(int)Math.Clamp(Math.Round(filled * 8), 0, 8)];
    }

    private static string Number(double value) => Math.Abs(value) >= 1000 ? value.ToString("N0", CultureInfo.InvariantCulture) : value.ToString("0.###", CultureInfo.InvariantCulture);
}
