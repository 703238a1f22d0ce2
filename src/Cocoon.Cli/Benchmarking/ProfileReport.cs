using System.Globalization;
using System.Text.Json;
using Cocoon.Tensors;
using Spectre.Console;

namespace Cocoon.Cli;

/// <summary>Where a step goes: a table for people, a trace for a viewer.</summary>
internal static class ProfileReport
{
    /// <summary>Operations by the time they took, forward and backward, in milliseconds a step.</summary>
    public static IEnumerable<(string Operation, double Forward, double Backward)> Operations(TapeProfile profile, int steps) => profile.Spans
        .GroupBy(s => s.Operation, StringComparer.Ordinal)
        .Select(g => (g.Key, Milliseconds(g.Where(s => !s.Backward), steps), Milliseconds(g.Where(s => s.Backward), steps)))
        .OrderByDescending(r => r.Item2 + r.Item3);

    /// <summary>The table for people.</summary>
    public static Table Draw(TapeProfile profile, int steps)
    {
        var table = new Table().AddColumn("operation").AddColumn(new TableColumn("forward ms").RightAligned()).AddColumn(new TableColumn("backward ms").RightAligned());
        foreach (var (operation, forward, backward) in Operations(profile, steps)) table.AddRow(operation, Number(forward), Number(backward));
        return table;
    }

    /// <summary>Writes the spans in the trace event format, which chrome://tracing and Perfetto show.</summary>
    public static void WriteTrace(TapeProfile profile, string path)
    {
        using var stream = File.Create(path);
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartArray();
        foreach (var (operation, backward, start, length) in profile.Spans)
        {
            json.WriteStartObject();
            json.WriteString("name", operation);
            json.WriteString("cat", backward ? "backward" : "forward");
            json.WriteString("ph", "X");
            json.WriteNumber("ts", start.TotalMicroseconds);
            json.WriteNumber("dur", length.TotalMicroseconds);
            json.WriteNumber("pid", 1);
            json.WriteNumber("tid", backward ? 2 : 1);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string Number(double milliseconds) => milliseconds.ToString("0.0", CultureInfo.InvariantCulture);

    private static double Milliseconds(IEnumerable<(string Operation, bool Backward, TimeSpan Start, TimeSpan Length)> spans, int steps) =>
        spans.Sum(s => s.Length.TotalMilliseconds) / steps;
}
