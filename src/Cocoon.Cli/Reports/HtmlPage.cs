using System.Globalization;
using System.Net;
using System.Text;

namespace Cocoon.Cli;

/// <summary>A self-contained page, written from top to bottom. No script, nothing fetched, all text escaped.</summary>
public sealed class HtmlPage
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

    private readonly StringBuilder _page = new("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\n");

    /// <param name="title">What the page is about.</param>
    public HtmlPage(string title) =>
        _page.Append(CultureInfo.InvariantCulture, $"<title>{Escape(title)}</title>\n<style>\n{Style}\n</style></head><body>\n<h1>{Escape(title)}</h1>\n");

    /// <summary>Begins a part.</summary>
    public HtmlPage Heading(string heading)
    {
        _page.Append(CultureInfo.InvariantCulture, $"<h2>{Escape(heading)}</h2>\n");
        return this;
    }

    /// <summary>Says something.</summary>
    public HtmlPage Paragraph(string text)
    {
        _page.Append(CultureInfo.InvariantCulture, $"<p>{Escape(text)}</p>\n");
        return this;
    }

    /// <summary>Names and values.</summary>
    public HtmlPage Facts(IEnumerable<(string Name, string Value)> facts)
    {
        _page.Append("<table>\n");
        foreach (var (name, value) in facts) _page.Append(CultureInfo.InvariantCulture, $"<tr><th>{Escape(name)}</th><td>{Escape(value)}</td></tr>\n");
        _page.Append("</table>\n");
        return this;
    }

    /// <summary>Rows of a name and figures.</summary>
    /// <param name="columns">What stands above them; empty for nothing.</param>
    /// <param name="rows">The name and the figures of each.</param>
    public HtmlPage Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        _page.Append("<table>\n");
        if (columns.Count > 0) _page.Append(CultureInfo.InvariantCulture, $"<tr>{string.Concat(columns.Select(c => $"<th>{Escape(c)}</th>"))}</tr>\n");
        foreach (var row in rows)
            _page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Escape(row[0])}</td>{string.Concat(row.Skip(1).Select(c => $"<td class=\"n\">{Escape(c)}</td>"))}</tr>\n");
        _page.Append("</table>\n");
        return this;
    }

    /// <summary>Pictures: a title and the curves in it; those without a point are left out.</summary>
    public HtmlPage Plots(IEnumerable<(string Title, IReadOnlyList<Curve> Curves)> groups)
    {
        _page.Append("<div class=\"plots\">\n");
        foreach (var (title, curves) in groups)
            if (SvgPlot.Draw(title, curves) is { Length: > 0 } picture) _page.Append(picture).Append('\n');
        _page.Append("</div>\n");
        return this;
    }

    /// <summary>A whole text under a heading; nothing if it is empty.</summary>
    public HtmlPage Text(string heading, string text)
    {
        if (text.Length > 0) _page.Append(CultureInfo.InvariantCulture, $"<h2>{Escape(heading)}</h2>\n<pre>{Escape(text)}</pre>\n");
        return this;
    }

    /// <summary>The whole page.</summary>
    public override string ToString() => _page + "</body></html>\n";

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
