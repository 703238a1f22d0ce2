using System.Globalization;
using System.Net;
using System.Text;

namespace Cocoon.Cli;

/// <summary>One self-contained page about a run: curves, last values, events, recipe, provenance. No script, nothing fetched.</summary>
public static class HtmlReport
{
    private const string Style = """
        body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1c1917;background:#fff}
        h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}
        .plots{display:grid;grid-template-columns:repeat(auto-fill,minmax(30rem,1fr));gap:1rem}
        svg{width:100%;border:1px solid #e7e5e4;border-radius:6px}svg text{font:11px system-ui,sans-serif;fill:#57534e}svg .title{font-size:13px;font-weight:600;fill:#1c1917}
        .end{text-anchor:end}.middle{text-anchor:middle}.grid{stroke:#e7e5e4}
        table{border-collapse:collapse}td,th{padding:.15rem .8rem .15rem 0;text-align:left;vertical-align:top}td.n{text-align:right;font-variant-numeric:tabular-nums}
        pre{background:#fafaf9;border:1px solid #e7e5e4;border-radius:6px;padding:.8rem;overflow:auto;font-size:13px}
        """;

    /// <summary>The page.</summary>
    /// <param name="title">The run's name.</param>
    /// <param name="facts">What stands at the top: names and values.</param>
    /// <param name="groups">Pictures: a title and the curves in it.</param>
    /// <param name="last">Last values measured.</param>
    /// <param name="texts">Whole texts to append: a heading and its text.</param>
    public static string Write(string title, IEnumerable<(string Name, string Value)> facts, IEnumerable<(string Title, IReadOnlyList<Curve> Curves)> groups,
        IEnumerable<(string Name, double Value)> last, IEnumerable<(string Heading, string Text)> texts)
    {
        var page = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\n");
        page.Append(CultureInfo.InvariantCulture, $"<title>{Escape(title)}</title>\n<style>\n{Style}\n</style></head><body>\n<h1>{Escape(title)}</h1>\n<table>\n");
        foreach (var (name, value) in facts) page.Append(CultureInfo.InvariantCulture, $"<tr><th>{Escape(name)}</th><td>{Escape(value)}</td></tr>\n");
        page.Append("</table>\n<h2>Curves</h2>\n<div class=\"plots\">\n");
        foreach (var (heading, curves) in groups)
            if (SvgPlot.Draw(heading, curves) is { Length: > 0 } picture) page.Append(picture).Append('\n');
        page.Append("</div>\n<h2>Last values</h2>\n<table>\n");
        foreach (var (name, value) in last) page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Escape(name)}</td><td class=\"n\">{value:#,0.####}</td></tr>\n");
        page.Append("</table>\n");
        foreach (var (heading, text) in texts)
            if (text.Length > 0) page.Append(CultureInfo.InvariantCulture, $"<h2>{Escape(heading)}</h2>\n<pre>{Escape(text)}</pre>\n");
        return page.Append("</body></html>\n").ToString();
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
