using System.Text.Encodings.Web;
using System.Text.Json;
using Cocoon.Text;

namespace Cocoon.Evaluation;

/// <summary>Files of answers in SQuAD's submission format: one JSON object from a question's id to its answer, or to the score that it has none.</summary>
public static class SquadPredictions
{
    /// <summary>Reads answers; the empty one says that there is none.</summary>
    /// <exception cref="TaskDataException">The file is missing or something else.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        var answers = TaskJson.Read<Dictionary<string, string?>>(path, """{"a question's id": "its answer", ...}""").Content;
        return answers.ToDictionary(a => a.Key, a => a.Value ?? throw new TaskDataException(path, $"the answer to \"{a.Key}\" is null. Write \"\" if there is none."), StringComparer.Ordinal);
    }

    /// <summary>Reads no-answer scores: the higher, the surer that there is no answer.</summary>
    /// <exception cref="TaskDataException">The file is missing or something else.</exception>
    public static IReadOnlyDictionary<string, double> ReadScores(string path) =>
        TaskJson.Read<Dictionary<string, double>>(path, """{"a question's id": 0.5, ...}""").Content;

    /// <summary>Scores answers against the data.</summary>
    /// <param name="questions">Questions with their right answers.</param>
    /// <param name="answers">Answers by id; those to other questions are passed over, as the official scripts do.</param>
    /// <param name="scores">No-answer scores by id; null if there are none.</param>
    /// <exception cref="TaskDataException">The data keep the right answers back, or a question has an answer, but no score.</exception>
    public static SquadScores Score(ExampleSet questions, IReadOnlyDictionary<string, string> answers, IReadOnlyDictionary<string, double>? scores = null)
    {
        var examples = questions.Examples.Cast<SquadExample>().ToList();
        var result = new SquadScores(examples[0].Version);
        foreach (var question in examples)
        {
            if (question.Answers is null) throw new TaskDataException(question.Place, $"the question \"{question.Id}\" comes without right answers, so nothing can be scored. Name a file that has them.");
            string? answer = answers.GetValueOrDefault(question.Id);
            if (answer is not null && scores?.ContainsKey(question.Id) == false) throw new TaskDataException(question.Place, $"the question \"{question.Id}\" has an answer, but no no-answer score. Give a score for each.");
            result.Add(answer, [.. question.Answers.Select(a => a.Text)], scores?.GetValueOrDefault(question.Id) ?? 0);
        }
        return result;
    }

    /// <summary>Writes one value a question, in the order given. A crash leaves the old file or the new one.</summary>
    public static void Write<T>(string path, IEnumerable<KeyValuePair<string, T>> values) => DurableFile.Write(path, stream =>
    {
        using var writer = new Utf8JsonWriter(stream, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartObject();
        foreach (var (id, value) in values)
        {
            writer.WritePropertyName(id);
            JsonSerializer.Serialize(writer, value);
        }
        writer.WriteEndObject();
    });
}
