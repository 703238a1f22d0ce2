namespace Cocoon.Cli;

/// <summary>A named line of points, in the order of their steps.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Points">Steps and values; values that are not finite are left out when drawn.</param>
public sealed record Curve(string Name, IReadOnlyList<(double Step, double Value)> Points)
{
    /// <summary>The points that can be drawn.</summary>
    public IEnumerable<(double Step, double Value)> Drawable => Points.Where(p => double.IsFinite(p.Value));

    /// <summary>The same curve with each point replaced by the mean of it and its neighbors: what noise hides becomes visible.</summary>
    /// <param name="window">Points on each side.</param>
    public Curve Smooth(int window)
    {
        var points = Drawable.ToList();
        var smooth = new List<(double, double)>(points.Count);
        for (int i = 0; i < points.Count; i++)
        {
            int reach = Math.Min(window, Math.Min(i, points.Count - 1 - i));
            double sum = 0;
            for (int j = i - reach; j <= i + reach; j++) sum += points[j].Value;
            smooth.Add((points[i].Step, sum / (2 * reach + 1)));
        }
        return this with { Points = smooth };
    }
}
