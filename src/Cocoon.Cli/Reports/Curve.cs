namespace Cocoon.Cli;

/// <summary>A named line of points, in the order of their steps.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Points">Steps and values; values that are not finite are left out when drawn.</param>
public sealed record Curve(string Name, IReadOnlyList<(double Step, double Value)> Points)
{
    /// <summary>How far the values at the steps of <see cref="Points"/> are spread, drawn as a band; empty for none.</summary>
    public IReadOnlyList<(double Step, double Low, double High)> Spread { get; init; } = [];

    /// <summary>The points that can be drawn.</summary>
    public IEnumerable<(double Step, double Value)> Drawable => Points.Where(p => double.IsFinite(p.Value));

    /// <summary>The same curve in another unit.</summary>
    public Curve Scale(double factor) => this with { Points = [.. Points.Select(p => (p.Step, p.Value * factor))] };
}
