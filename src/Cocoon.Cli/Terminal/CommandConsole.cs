using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cocoon.Cli;

/// <summary>Where a command speaks: facts and data on standard output, everything said to a person on standard error.</summary>
public sealed class CommandConsole(TextWriter output, TextWriter error, bool json = false)
{
    private const int DefaultWidth = 100;

    /// <summary>How facts are written as one line of JSON.</summary>
    public static JsonSerializerOptions OneLine { get; } = Options(indented: false);

    private static readonly JsonSerializerOptions s_json = Options(indented: true);

    /// <summary>Data: what a script reads.</summary>
    public TextWriter Output => output;

    /// <summary>True if facts are wanted as JSON.</summary>
    public bool Json => json;

    /// <summary>True if a person watches: a line may then be drawn over.</summary>
    public bool Interactive { get; } = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Says a line to the person.</summary>
    public void Say(string line) => error.WriteLine(line);

    /// <summary>Draws over the current line; only where <see cref="Interactive"/>.</summary>
    public void Redraw(string line)
    {
        int width = Console.WindowWidth is > 1 and var columns ? columns - 1 : DefaultWidth;
        error.Write($"\r{(line.Length > width ? line[..width] : line)}\u001b[K");
        error.Flush();
    }

    /// <summary>States facts: as JSON if that was asked for, else as the lines given.</summary>
    public void Facts(object facts, IEnumerable<string> lines)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(facts, s_json));
            return;
        }
        foreach (string line in lines) output.WriteLine(line);
    }

    /// <summary>Names and values in two columns.</summary>
    public static IEnumerable<string> Columns(params IEnumerable<(string Name, string Value)> facts)
    {
        var all = facts.ToList();
        int width = all.Count == 0 ? 0 : all.Max(f => f.Name.Length);
        return all.Select(f => f.Value.Length == 0 ? f.Name : $"{f.Name.PadRight(width)}  {f.Value}");
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

    private static JsonSerializerOptions Options(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = indented,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
