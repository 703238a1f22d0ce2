using System.Xml.Linq;
using Cocoon.Cli;
using Xunit;

namespace Cocoon.SystemTests.Reports;

public sealed class ReportTests : IDisposable
{
    private readonly WorkFolder _work = new();

    [Fact]
    public void A_falling_curve_falls_on_the_page()
    {
        string[] lines = [.. TextPlot.Draw(new("loss", [.. Enumerable.Range(0, 60).Select(i => ((double)i, 60.0 - i))]), columns: 60, rows: 4)];
        Assert.Equal(7, lines.Length);
        var heights = Enumerable.Range(0, 60).Select(column => Enumerable.Range(1, 4).Sum(row => " ▁▂▃▄▅▆▇█".IndexOf(lines[row][10 + column], StringComparison.Ordinal))).ToList();
        Assert.Equal(heights.OrderDescending(), heights);
        Assert.Equal((32, 1), (heights[0], heights[^1]));
    }

    [Fact]
    public void A_curve_without_points_says_so() => Assert.Contains("nothing measured", string.Concat(TextPlot.Draw(new("loss", [(1, double.NaN)]))), StringComparison.Ordinal);

    [Fact]
    public void A_picture_is_well_formed_and_names_are_escaped()
    {
        var svg = XDocument.Parse(SvgPlot.Draw("a < b & c", [new("<one>", [(0, 1), (10, 2), (20, double.NaN)]), new("two", [(0, 3), (20, 4)])]));
        Assert.Equal(2, svg.Descendants("polyline").Count());
        Assert.Contains(svg.Descendants("text"), t => t.Value == "<one>");
        Assert.Equal(2, svg.Descendants("polyline").First().Attribute("points")!.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void A_constant_curve_can_be_drawn()
    {
        Assert.NotEmpty(SvgPlot.Draw("flat", [new("x", [(5, 1)])]));
        Assert.NotEmpty(TextPlot.Draw(new("flat", [(5, 1)])));
    }

    [Fact]
    public void A_torn_last_line_is_passed_over_and_a_torn_middle_is_not()
    {
        const string Whole = "{\"step\":1,\"loss\":2.5,\"terms\":{\"mlm\":1.5}}\n";
        var log = MetricsLog.Read(_work.Write("metrics.jsonl", Whole + "{\"step\":2,\"lo"));
        Assert.Equal(["loss", "terms.mlm"], log.Names);
        Assert.Equal(2.5, log.Last("loss"));
        Assert.Contains("line 1", Assert.Throws<InvalidDataException>(() => MetricsLog.Read(_work.Write("metrics.jsonl", "{\"step\"\n" + Whole))).Message, StringComparison.Ordinal);
        Assert.Empty(MetricsLog.Read(_work["nowhere"]).Names);
    }

    public void Dispose() => _work.Dispose();
}
