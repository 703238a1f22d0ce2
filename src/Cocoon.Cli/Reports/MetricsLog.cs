using System.Text.Json;

namespace Cocoon.Cli;

/// <summary>Reads the curves out of a run's metrics.jsonl: every number of every line, by name and step.</summary>
public sealed class MetricsLog
{
    private readonly SortedDictionary<string, List<(double Step, double Value)>> _curves = new(StringComparer.Ordinal);

    private MetricsLog()
    {
    }

    /// <summary>Names of everything measured, in ordinal order; a number inside an object is named <c>object.number</c>.</summary>
    public IReadOnlyCollection<string> Names => _curves.Keys;

    /// <summary>The last step about which there is anything; null if there is none.</summary>
    public double? LastStep => _curves.Count == 0 ? null : _curves.Values.Max(points => points[^1].Step);

    /// <summary>The curve of that name; without points if nothing was measured.</summary>
    public Curve this[string name] => new(name, _curves.GetValueOrDefault(name, []));

    /// <summary>Value at the last step at which it was measured; null if it never was.</summary>
    public double? Last(string name) => _curves.TryGetValue(name, out var points) ? points[^1].Value : null;

    /// <summary>Reads a file; a torn last line, left by a killed process, is passed over. A missing file holds nothing.</summary>
    /// <exception cref="InvalidDataException">A line before the last is not a JSON object with a step.</exception>
    public static MetricsLog Read(string path)
    {
        var log = new MetricsLog();
        if (!File.Exists(path)) return log;
        string[] lines = File.ReadAllLines(path);
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0) continue;
            try
            {
                using var line = JsonDocument.Parse(lines[i]);
                log.Add(line.RootElement);
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                if (i < lines.Length - 1) throw new InvalidDataException($"{path}, line {i + 1}: not an object with a step. The log was edited or damaged; the run itself does not depend on it.", e);
            }
        }
        return log;
    }

    private void Add(JsonElement line)
    {
        double step = line.GetProperty("step").GetDouble();
        Add(line, "", step);
    }

    private void Add(JsonElement section, string prefix, double step)
    {
        foreach (var property in section.EnumerateObject())
        {
            string name = prefix + property.Name;
            if (property.Value.ValueKind == JsonValueKind.Object) Add(property.Value, name + ".", step);
            else if (property.Value.ValueKind == JsonValueKind.Number && name != "step")
            {
                if (!_curves.TryGetValue(name, out var points)) _curves[name] = points = [];
                points.Add((step, property.Value.GetDouble()));
            }
        }
    }
}
