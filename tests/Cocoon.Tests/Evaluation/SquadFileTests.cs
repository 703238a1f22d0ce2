using System.Text;
using Cocoon.Evaluation;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.Tests.Evaluation;

public sealed class SquadFileTests : IDisposable
{
    private const string Version1 = """
        {"data": [{"title": "T", "paragraphs": [
          {"qas": [{"id": "q1", "question": "Who sat?", "answers": [{"text": "A cat", "answer_start": 0}, {"text": "cat", "answer_start": 2}]},
                   {"id": "q2", "question": "Where?", "answers": [{"text": "mat", "answer_start": 3}]}], "context": "A cat sat on the mat."}]}], "version": "1.1"}
        """;

    private const string Version2 = """
        {"version": "v2.0", "data": [{"paragraphs": [{"context": "😀 sat.", "qas": [
          {"id": "a", "question": "Who?", "is_impossible": true, "answers": [], "plausible_answers": [{"text": "😀", "answer_start": 0}]},
          {"id": "b", "question": "What?", "is_impossible": false, "answers": [{"text": "sat", "answer_start": 2}]}]}]}]}
        """;

    private readonly ScratchFolder _folder = new();

    [Fact]
    public void Version_1_is_read_with_the_places_of_questions_and_answers()
    {
        var set = Read(Version1);
        var examples = set.Examples.Cast<SquadExample>().ToList();

        Assert.Equal([("q1", "Who sat?", 2L), ("q2", "Where?", 3L)], examples.Select(e => (e.Id, e.Text, e.Place.Line)));
        Assert.All(examples, e => Assert.Equal(("A cat sat on the mat.", SquadVersion.V1), (e.Pair, e.Version)));
        Assert.Equal([new("A cat", 0), new("cat", 2)], examples[0].Answers!);
        Assert.Equal([new("mat", -1)], examples[1].Answers!);   // "at sat", not "mat", is there
        Assert.Contains("1 questions have an answer that is not in the text", Assert.Single(set.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Version_2_is_read_and_characters_are_counted_in_code_points()
    {
        var set = Read(Version2);
        var examples = set.Examples.Cast<SquadExample>().ToList();

        Assert.All(examples, e => Assert.Equal(SquadVersion.V2, e.Version));
        Assert.Empty(examples[0].Answers!);
        Assert.Equal([new("sat", 3)], examples[1].Answers!);
        Assert.Empty(set.Notes);
    }

    [Fact]
    public void Answers_may_be_kept_back() =>
        Assert.Null(((SquadExample)Read(Version1.Replace(", \"answers\": [{\"text\": \"mat\", \"answer_start\": 3}]", "", StringComparison.Ordinal)).Examples[1]).Answers);

    [Theory]
    [InlineData("\"q2\"", "\"q1\"", "line 3: the question \"q1\" is there twice.")]
    [InlineData("\"q2\"", "17", "line 3: A question's id must be a string.")]
    [InlineData("[{\"text\": \"mat\", \"answer_start\": 3}]", "[]", "line 3: the question \"q2\" has no answer.")]
    [InlineData("[{\"text\": \"mat\", \"answer_start\": 3}]", "[null]", "an element is null.")]
    [InlineData("\"answer_start\": 3", "\"answer_start\": 1e99", "line 3")]
    [InlineData("\"context\"", "\"contexts\"", "'context'")]
    [InlineData("\"question\": \"Where?\"", "\"question\": null", "line 3")]
    [InlineData("\"question\": \"Where?\"", "\"question\": \"\\ud800\"", "line 3")]
    [InlineData("\"title\": \"T\", \"paragraphs\": [", "\"paragraphs\": [], \"other\": [", "holds no question")]
    [InlineData("\"version\": \"1.1\"}", "", "line 3")]
    public void A_damaged_file_is_refused_with_its_place(string part, string damage, string sentence)
    {
        Assert.Contains(part, Version1, StringComparison.Ordinal);
        Assert.Contains(sentence, Refused(Version1.Replace(part, damage, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_that_contradicts_itself_is_refused() =>
        Assert.Contains("line 2: the question \"a\" has 0 answers and says \"is_impossible\": false.", Refused(Version2.Replace("true", "false", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_refused() =>
        Assert.Contains("cannot be read", Assert.Throws<TaskDataException>(() => new SquadFile().Read("dev", _folder.At("nowhere.json"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Hostile_bytes_are_read_or_refused_in_words() => HostileInputs.Attack<TaskDataException>(Encoding.UTF8.GetBytes(Version2), ["\"id\": null"u8.ToArray(), "[[[[[["u8.ToArray(), "1e999"u8.ToArray()],
        content => new SquadFile().Read("dev", _folder.Write("hostile.json", content)), rounds: 3000);

    [Fact]
    public void Predictions_are_scored_by_id_whatever_else_the_file_holds()
    {
        var set = Read(Version1);
        string path = _folder.Write("predictions.json", """{"other": "dog", "q1": "the CAT!", "q2": "a mat"}""");

        Assert.Equal(new(2, 1, 1), SquadPredictions.Score(set, SquadPredictions.Read(path)).Overall);
        Assert.Equal(new(2, 0, 0), SquadPredictions.Score(set, SquadPredictions.Read(_folder.Write("none.json", "{}"))).Overall);
        Assert.Contains("comes without right answers", Assert.Throws<TaskDataException>(() => SquadPredictions.Score(Read(Version1.Replace("answers", "kept", StringComparison.Ordinal)), SquadPredictions.Read(path))).Message, StringComparison.Ordinal);
        Assert.Contains("\"q1\" is null", Assert.Throws<TaskDataException>(() => SquadPredictions.Read(_folder.Write("null.json", """{"q1": null}"""))).Message, StringComparison.Ordinal);
        Assert.Contains("no no-answer score", Assert.Throws<TaskDataException>(() => SquadPredictions.Score(set, SquadPredictions.Read(path), new Dictionary<string, double> { ["q1"] = 1 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Written_predictions_are_read_again()
    {
        var answers = new Dictionary<string, string> { ["b"] = "naïve \"cat\" 😀", ["a"] = "" };
        SquadPredictions.Write(_folder.At("out.json"), answers);
        SquadPredictions.Write(_folder.At("scores.json"), new Dictionary<string, double> { ["b"] = -1.25, ["a"] = 3 });

        Assert.Equal(answers, SquadPredictions.Read(_folder.At("out.json")));
        Assert.Equal(-1.25, SquadPredictions.ReadScores(_folder.At("scores.json"))["b"]);
        Assert.Contains("naïve", File.ReadAllText(_folder.At("out.json")), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private ExampleSet Read(string json) => new SquadFile().Read("dev", _folder.Write("squad.json", json));

    private string Refused(string json) => Assert.Throws<TaskDataException>(() => Read(json)).Message;
}
