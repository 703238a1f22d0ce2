using System.Text.Json;

namespace Cocoon.Evaluation;

/// <summary>Rows of JSON lines: one object a line, its fields are the columns.</summary>
internal static class JsonRows
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 32 };

    /// <summary>The rows of a file.</summary>
    /// <exception cref="TaskDataException">A line is not an object.</exception>
    public static LabelledTable Read(string file, IEnumerable<(long Line, string Text)> lines)
    {
        var columns = new List<string>();
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var rows = new List<LabelledRow>();
        foreach (var (line, text) in lines)
        {
            try
            {
                using var document = JsonDocument.Parse(text, s_options);
                if (document.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException($"it is {Kind(document.RootElement)}");
                var cells = new string?[columns.Count].ToList();
                foreach (var field in document.RootElement.EnumerateObject())
                {
                    if (!numbers.TryGetValue(field.Name, out int column))
                    {
                        numbers[field.Name] = column = columns.Count;
                        columns.Add(field.Name);
                        cells.Add(null);
                    }
                    cells[column] = Cell(field.Value);
                }
                rows.Add(new(line, cells));
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException) // the second: half a surrogate pair
            {
                throw new TaskDataException($"{file}, line {line}", $"this is not a JSON object ({e.Message}). Write one object a line, such as {{\"text\": \"…\", \"label\": \"…\"}}.");
            }
        }
        return new(file, columns, rows);
    }

    private static string? Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array => string.Join(LabelledTable.ListSeparator, value.EnumerateArray().Select(Cell)) + LabelledTable.ListSeparator,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.GetRawText(),
    };

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        _ => "no object",
    };
}
