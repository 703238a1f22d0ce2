using System.Globalization;

namespace Cocoon.Cli;

/// <summary>One self-contained page about a run: curves, last values, events, recipe, provenance. No script, nothing fetched.</summary>
public static class HtmlReport
{
    /// <summary>The page.</summary>
    /// <param name="title">The run's name.</param>
    /// <param name="facts">What stands at the top: names and values.</param>
    /// <param name="groups">Pictures: a title and the curves in it.</param>
    /// <param name="last">Last values measured.</param>
    /// <param name="texts">Whole texts to append: a heading and its text.</param>
    public static string Write(string title, IEnumerable<(string Name, string Value)> facts, IEnumerable<(string Title, IReadOnlyList<Curve> Curves)> groups,
        IEnumerable<(string Name, double Value)> last, IEnumerable<(string Heading, string Text)> texts)
    {
        var page = new HtmlPage(title).Facts(facts).Heading("Curves").Plots(groups).Heading("Last values")
            .Table([], last.Select(v => new[] { v.Name, v.Value.ToString("#,0.####", CultureInfo.InvariantCulture) }));
        foreach (var (heading, text) in texts) page.Text(heading, text);
        return page.ToString();
    }
}
