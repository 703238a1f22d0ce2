using Spectre.Console;
using Spectre.Console.Rendering;

namespace Cocoon.Cli;

/// <summary>A bar on a terminal, with what is going on before it and figures after and below it. It stays below everything said meanwhile, and vanishes at the end.</summary>
/// <remarks>Drawn by whoever does the work, and only when told: no thread of its own takes a processor from a training.</remarks>
public sealed class LiveBar
{
    private const int Width = 24;

    private readonly ProgressContext _context;
    private readonly ProgressTask _task;
    private string _figures = "";
    private IRenderable? _below;

    private LiveBar(ProgressContext context) => (_context, _task) = (context, context.AddTask("…", maxValue: 1));

    /// <summary>Does work with a bar.</summary>
    public static T During<T>(IAnsiConsole console, Func<LiveBar, T> work)
    {
        LiveBar? bar = null;
        return new Progress(console) { AutoRefresh = false, AutoClear = true, RenderHook = (line, _) => bar?._below is { } below ? new Rows(line, below) : line }
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = Width }, new PercentageColumn(), new Figures(() => bar?._figures ?? ""))
            .Start(context => work(bar = new(context)));
    }

    /// <summary>Draws it anew.</summary>
    /// <param name="what">What is going on.</param>
    /// <param name="fraction">How much is done, in [0, 1].</param>
    /// <param name="figures">What stands after the bar.</param>
    /// <param name="below">What stands below it; null for nothing.</param>
    public void Draw(string what, double fraction, string figures, IRenderable? below = null)
    {
        (_task.Description, _task.Value, _figures, _below) = (Markup.Escape(what), fraction, figures, below);
        _context.Refresh();
    }

    private sealed class Figures(Func<string> text) : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Paragraph(text());
    }
}
