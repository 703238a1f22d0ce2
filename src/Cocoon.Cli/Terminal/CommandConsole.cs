using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Cocoon.Cli;

/// <summary>Where a command speaks: facts and data on standard output, everything said to a person on standard error.</summary>
/// <remarks>On a terminal there are colors and lines fit its width. Elsewhere the same pictures are plain lines: no control codes, never broken.</remarks>
public sealed class CommandConsole
{
    private const int Unbroken = 1 << 14;

    private static readonly JsonSerializerOptions s_json = Options(indented: true);

    private readonly IAnsiConsole _output, _error;

    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="json">Whether facts are wanted as JSON.</param>
    public CommandConsole(TextWriter output, TextWriter error, bool json = false) => (Output, _output, _error, Json) = (output, Open(output), Open(error), json);

    /// <summary>How facts are written as one line of JSON.</summary>
    public static JsonSerializerOptions OneLine { get; } = Options(indented: false);

    /// <summary>Data: what a script reads.</summary>
    public TextWriter Output { get; }

    /// <summary>True if facts are wanted as JSON.</summary>
    public bool Json { get; }

    /// <summary>Characters in a line of the terminal that shows the data; null if a program reads it.</summary>
    public int? Width => _output.Profile.Out.IsTerminal ? _output.Profile.Width : null;

    /// <summary>Says a line to the person.</summary>
    public void Say(string line) => Say(Line(line));

    /// <summary>Shows a picture to the person.</summary>
    public void Say(IRenderable picture) => Write(_error, picture);

    /// <summary>Draws data for a person.</summary>
    public void Show(IRenderable picture) => Write(_output, picture);

    /// <summary>Does work while a bar shows how far it is; without a bar where nothing can be drawn over.</summary>
    public T Live<T>(Func<LiveBar?, T> work) => _error.Profile.Capabilities.Ansi ? LiveBar.During(_error, work) : work(null);

    /// <summary>States facts: as JSON if that was asked for, else as the pictures given, one below the other.</summary>
    public void Facts(object facts, params IEnumerable<IRenderable> pictures)
    {
        if (Json)
        {
            Output.WriteLine(JsonSerializer.Serialize(facts, s_json));
            return;
        }
        foreach (var picture in pictures) Show(picture);
    }

    /// <summary>States facts: as JSON if that was asked for, else as a line.</summary>
    public void Facts(object facts, string line) => Facts(facts, [Line(line)]);

    /// <summary>A line of text as a picture.</summary>
    public static Paragraph Line(string text, Style? style = null) => new(text + "\n", style);

    /// <summary>Names and values in two columns; on a terminal, a long value goes on below itself.</summary>
    public static Grid Columns(params IEnumerable<(string Name, string Value)> facts)
    {
        var grid = new Grid().AddColumn(new() { NoWrap = true, Padding = new(0, 0, 2, 0) }).AddColumn(new() { Padding = new(0) });
        foreach (var (name, value) in facts) grid.AddRow(new Paragraph(name, new(decoration: Decoration.Dim)), new Paragraph(value));
        return grid;
    }

    /// <summary>A number of bytes as people say it.</summary>
    public static string Bytes(long bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        double value = bytes;
        int unit = 0;
        for (; value >= 1024 && unit < units.Length - 1; unit++) value /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{(unit == 0 ? bytes.ToString(CultureInfo.InvariantCulture) : value.ToString("0.0", CultureInfo.InvariantCulture))} {units[unit]}");
    }

    /// <summary>A stretch of time as people say it.</summary>
    public static string Time(TimeSpan time) => time.TotalSeconds < 60 ? $"{time.TotalSeconds:0.0} s"
        : time.TotalHours < 1 ? $"{(int)time.TotalMinutes} min {time.Seconds:00} s"
        : time.TotalDays < 3 ? $"{(int)time.TotalHours} h {time.Minutes:00} min" : $"{time.TotalDays:0.0} days";

    /// <summary>A terminal as it is, any other target without colors and control codes, whatever the environment promises.</summary>
    private static IAnsiConsole Open(TextWriter writer)
    {
        var target = new AnsiConsoleOutput(writer);
        var console = AnsiConsole.Create(new()
        {
            Out = target,
            Ansi = target.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = target.IsTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Enrichment = new() { UseDefaultEnrichers = false },
        });
        if (!target.IsTerminal) console.Profile.Width = Unbroken;
        return console;
    }

    private static void Write(IAnsiConsole console, IRenderable picture)
    {
        if (console.Profile.Out.IsTerminal)
        {
            console.Write(picture);
            return;
        }
        string text = string.Concat(picture.GetSegments(console).Select(s => s.Text));
        foreach (string line in (text.EndsWith('\n') ? text[..^1] : text).Split('\n')) console.Profile.Out.Writer.WriteLine(line.TrimEnd());
    }

    private static JsonSerializerOptions Options(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = indented,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
