using System.Globalization;
using System.Net;
using System.Text;

namespace Cocoon.Cli;

/// <summary>Draws curves as one inline SVG picture, without any script.</summary>
public static class SvgPlot
{
    private const double Width = 640, Height = 240, Left = 60, Right = 12, Top = 28, Bottom = 28;
    private const int MostPoints = 600;
    private static readonly string[] s_colors = ["#0b6e99", "#c2410c", "#15803d", "#7e22ce", "#b91c1c", "#4d7c0f", "#a16207", "#475569"];

    /// <summary>The picture; empty text if there is nothing to draw.</summary>
    /// <param name="title">Stands above the picture.</param>
    /// <param name="curves">Drawn over one another on common axes.</param>
    public static string Draw(string title, IReadOnlyList<Curve> curves)
    {
        var drawn = curves.Select(c => (c.Name, Points: Thin([.. c.Drawable]), c.Spread)).Where(c => c.Points.Count > 0).ToList();
        if (drawn.Count == 0) return "";
        var all = drawn.SelectMany(c => c.Points).ToList();
        var x = new Axis(all.Min(p => p.Step), all.Max(p => p.Step));
        var heights = all.Select(p => p.Value).Concat(drawn.SelectMany(c => c.Spread).SelectMany(s => new[] { s.Low, s.High })).ToList();
        var y = new Axis(heights.Min(), heights.Max());
        bool rises = drawn.Sum(c => c.Points[^1].Value - c.Points[0].Value) > 0; // then there is room for names below
        double names = rises ? Height - Bottom - 14 * (drawn.Count - 1) - 6 : Top;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(title)}\">");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"16\" class=\"title\">{WebUtility.HtmlEncode(title)}</text>");
        AppendAxes(svg, x, y);
        for (int i = 0; i < drawn.Count; i++)
        {
            string color = s_colors[i % s_colors.Length];
            if (drawn[i].Spread.Count > 0) AppendBand(svg, drawn[i].Spread, x, y, color);
            AppendCurve(svg, drawn[i].Points, x, y, color);
            if (drawn.Count > 1) svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width - Right}\" y=\"{names + 14 * i:0.#}\" style=\"fill:{color}\" class=\"end\">{WebUtility.HtmlEncode(drawn[i].Name)}</text>");
        }
        return svg.Append("</svg>").ToString();
    }

    private static void AppendAxes(StringBuilder svg, Axis x, Axis y)
    {
        foreach (double tick in y.Ticks())
        {
            double at = Vertical(y, tick);
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left} {at:0.#}H{Width - Right}\" class=\"grid\"/><text x=\"{Left - 6}\" y=\"{at + 4:0.#}\" class=\"end\">{tick:0.#####}</text>");
        }
        foreach (double tick in x.Ticks())
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Horizontal(x, tick):0.#}\" y=\"{Height - 8}\" class=\"middle\">{tick:#,0.###}</text>");
    }

    private static void AppendBand(StringBuilder svg, IReadOnlyList<(double Step, double Low, double High)> spread, Axis x, Axis y, string color)
    {
        var outline = spread.Select(s => (s.Step, s.High)).Concat(spread.Reverse().Select(s => (s.Step, s.Low)));
        svg.Append(CultureInfo.InvariantCulture, $"<polygon fill=\"{color}\" fill-opacity=\"0.12\" points=\"");
        foreach (var (step, value) in outline) AppendPoint(svg, step, value, x, y);
        svg.Append("\"/>");
    }

    private static void AppendCurve(StringBuilder svg, List<(double Step, double Value)> points, Axis x, Axis y, string color)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{color}\" stroke-width=\"1.5\" points=\"");
        foreach (var (step, value) in points) AppendPoint(svg, step, value, x, y);
        svg.Append("\"/>");
    }

    private static void AppendPoint(StringBuilder svg, double step, double value, Axis x, Axis y) =>
        svg.Append(CultureInfo.InvariantCulture, $"{Horizontal(x, step):0.#},{Vertical(y, value):0.#} ");

    /// <summary>At most <see cref="MostPoints"/> points: the mean of each group of neighbors.</summary>
    private static List<(double Step, double Value)> Thin(List<(double Step, double Value)> points)
    {
        int group = (points.Count + MostPoints - 1) / MostPoints;
        return group <= 1 ? points : [.. points.Chunk(group).Select(g => (g.Average(p => p.Step), g.Average(p => p.Value)))];
    }

    private static double Horizontal(Axis axis, double value) => Left + axis.Fraction(value) * (Width - Left - Right);

    private static double Vertical(Axis axis, double value) => Height - Bottom - axis.Fraction(value) * (Height - Top - Bottom);

    /// <summary>A range of values and round numbers in it.</summary>
    private readonly record struct Axis(double Low, double High)
    {
        private double Span => High > Low ? High - Low : 1;

        public double Fraction(double value) => (value - Low) / Span;

        public IEnumerable<double> Ticks()
        {
            double rough = Span / 5, magnitude = Math.Pow(10, Math.Floor(Math.Log10(rough))), unit = rough / magnitude;
            double step = magnitude * (unit <= 1 ? 1 : unit <= 2 ? 2 : unit <= 5 ? 5 : 10);
            for (double tick = Math.Ceiling(Low / step); tick * step <= High + step * 1e-9; tick++) yield return tick * step;
        }
    }
}
