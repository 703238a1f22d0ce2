using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cocoon.Evaluation;

/// <summary>Reads SQuAD's own files, 1.1 and 2.0.</summary>
/// <remarks>
/// Rajpurkar et al. 2016 and 2018, arXiv:1606.05250 and arXiv:1806.03822. A file whose questions say whether they are impossible is one of 2.0. The data count
/// characters in Unicode code points, as Python does; where that does not find an answer's text, UTF-16 code units are tried.
/// </remarks>
public sealed class SquadFile : IExampleReader
{
    private const string Layout = """SQuAD's {"data": [{"paragraphs": [{"context": "...", "qas": [{"id": "...", "question": "...", "answers": [{"text": "...", "answer_start": 0}]}]}]}]}""";

    /// <inheritdoc/>
    /// <returns>Its questions, each a <see cref="SquadExample"/>, at least one; answers that are not where the file says are noted.</returns>
    public ExampleSet Read(string name, string file)
    {
        var (root, bytes) = TaskJson.Read<Root>(file, Layout);
        var questions = NotNull(root.Data, file).SelectMany(a => NotNull(a.Paragraphs, file)).SelectMany(p => NotNull(p.Qas, file).Select(q => (Paragraph: p, Question: q))).ToList();
        var version = questions.Any(q => q.Question.IsImpossible is not null) ? SquadVersion.V2 : SquadVersion.V1;
        var examples = new List<SquadExample>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        (long line, int counted) = (1, 0);
        foreach (var (paragraph, question) in questions)
        {
            line += bytes.AsSpan(counted, question.Id.Offset - counted).Count((byte)'\n');
            counted = question.Id.Offset;
            var place = new ExamplePlace(file, line);
            if (!ids.Add(question.Id.Text)) throw new TaskDataException(place, $"the question \"{question.Id.Text}\" is there twice. Keep one.");
            examples.Add(Example(paragraph, question, place, version));
        }
        if (examples.Count == 0) throw new TaskDataException(file, "holds no question. Name the right file.");
        int lost = examples.Count(e => e.Answers?.Any(a => a.Start < 0) == true);
        return new(name, file, examples) { Notes = lost == 0 ? [] : [$"{file}: {lost:N0} questions have an answer that is not in the text where the file says."] };
    }

    private static SquadExample Example(Paragraph paragraph, Question question, ExamplePlace place, SquadVersion version)
    {
        SquadAnswer[]? answers = question.Answers is null ? null : [.. NotNull(question.Answers, place.File).Select(a => new SquadAnswer(a.Text, StartOf(a, paragraph.Context)))];
        if (answers is [] && version == SquadVersion.V1)
            throw new TaskDataException(place, $"the question \"{question.Id.Text}\" has no answer. In SQuAD 1.1 each has one; in 2.0 each question says \"is_impossible\".");
        if (answers is not null && version == SquadVersion.V2 && question.IsImpossible == answers.Length > 0)
            throw new TaskDataException(place, $"the question \"{question.Id.Text}\" has {answers.Length} answers and says \"is_impossible\": {(question.IsImpossible == true ? "true" : "false")}. Correct one of the two.");
        return new() { Place = place, Id = question.Id.Text, Text = question.Asked, Pair = paragraph.Context, Version = version, Answers = answers };
    }

    private static int StartOf(Answer answer, string context)
    {
        int index = 0;
        for (int n = answer.AnswerStart; n > 0 && index < context.Length; n--) index += char.IsSurrogatePair(context, index) ? 2 : 1;
        foreach (int start in new[] { index, answer.AnswerStart })
            if (answer.AnswerStart >= 0 && start <= context.Length && context.AsSpan(start).StartsWith(answer.Text, StringComparison.Ordinal)) return start;
        return -1;
    }

    private static IEnumerable<T> NotNull<T>(IEnumerable<T?> elements, string path) where T : class =>
        elements.Select(e => e ?? throw new TaskDataException(path, $"an element is null. Expected: {Layout}."));

    private sealed record Root(Article?[] Data);

    private sealed record Article(Paragraph?[] Paragraphs);

    private sealed record Paragraph(string Context, Question?[] Qas);

    private sealed record Question(PlacedText Id, [property: JsonPropertyName("question")] string Asked, Answer?[]? Answers = null, bool? IsImpossible = null);

    private sealed record Answer(string Text, int AnswerStart);

    /// <summary>A string, and where in the file it stands.</summary>
    [JsonConverter(typeof(PlacedText.Reader))]
    private readonly record struct PlacedText(string Text, int Offset)
    {
        public sealed class Reader : JsonConverter<PlacedText>
        {
            public override PlacedText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
                reader.TokenType == JsonTokenType.String ? new(reader.GetString()!, (int)reader.TokenStartIndex) : throw new JsonException("A question's id must be a string.");

            public override void Write(Utf8JsonWriter writer, PlacedText value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
        }
    }
}
