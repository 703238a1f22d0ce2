using Cocoon.Evaluation;
using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Evaluation;

public sealed class TokenLabelTaskTests : IDisposable
{
    private const string Sentences = "-DOCSTART- -X- O O\n\nKim NNP I-NP I-PER\nsat VBD I-VP O\n\nLahore NNP I-NP I-LOC\nMuseum NNP I-NP I-ORG\n. . O O\n";
    private static readonly string[] s_tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "kim", "sat", "la", "##hor", "##e", "museum", "."];

    private readonly ScratchFolder _folder = new();
    private readonly WordPieceTokenizer _tokenizer = new(s_tokens);

    [Fact]
    public void Sentences_are_read_with_their_places()
    {
        var set = Read(Sentences);

        Assert.Equal([(3L, "Kim sat", "I-PER O"), (6L, "Lahore Museum .", "I-LOC I-ORG O")], set.Examples.Select(e => (e.Place.Line, e.Text, string.Join(' ', e.Labels!))));
        Assert.Equal(["Lahore", "Museum", "."], ((TaggedExample)set.Examples[1]).Words);
    }

    [Theory]
    [InlineData("Kim\n", "line 1: \"Kim\" has no tag")]
    [InlineData("Kim I-PER\nsat E-X\n", "line 2: the tag \"E-X\"")]
    [InlineData("\n\n-DOCSTART- O\n", "no sentence")]
    public void A_damaged_file_is_refused_with_its_place(string content, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<TaskDataException>(() => Read(content)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_first_token_of_a_word_answers_for_it()
    {
        var task = Task();
        var sequence = (TaggedSequence)Assert.Single(task.Encode(Read(Sentences).Examples[1], 0, new TextEncoder(_tokenizer, 16)));

        Assert.Equal("[CLS] la ##hor ##e museum . [SEP]", string.Join(' ', sequence.Ids.Select(id => s_tokens[id])));
        Assert.Equal([-1, 1, -1, -1, 2, 0, -1], sequence.Targets);
        Assert.Equal([(0, 1), (1, 4), (2, 5)], sequence.Words);
    }

    [Fact]
    public void A_long_sentence_is_read_in_parts_that_hold_each_word_once()
    {
        string[] words = [.. Enumerable.Range(0, 50).Select(i => i % 3 == 0 ? "Lahore" : "Kim")];
        var example = new TaggedExample { Place = default, Id = "0", Text = string.Join(' ', words), Words = words, Labels = [.. words.Select(w => w == "Kim" ? "I-PER" : "I-LOC")] };
        var task = Task();
        var set = new ExampleSet("dev", "dev", [example]);
        var sequences = task.Encode(example, 0, new TextEncoder(_tokenizer, 8)).ToList();
        float[][] scores = [.. sequences.Select(s => s.Targets.SelectMany(t => Enumerable.Range(0, 4).Select(c => c == t ? 1f : 0f)).ToArray())];

        Assert.True(sequences.Count > 10);
        Assert.All(sequences, s => Assert.InRange(s.Ids.Length, 3, 8));
        Assert.Equal(Enumerable.Range(0, 50), sequences.Cast<TaggedSequence>().SelectMany(s => s.Words).Select(w => w.Word));
        Assert.Equal(1, task.Measure(set, sequences, scores)["entity_f1"]);
        Array.Reverse(scores[0]);
        Assert.True(task.Measure(set, sequences, scores)["entity_f1"] < 1);
    }

    [Fact]
    public void A_word_without_a_token_is_no_name_and_one_longer_than_a_sequence_is_cut()
    {
        string[] words = ["\u200b", "la" + string.Concat(Enumerable.Repeat("hor", 20)), "Kim"];
        var example = new TaggedExample { Place = default, Id = "0", Text = string.Join(' ', words), Words = words };
        var task = Task();
        var sequences = task.Encode(example, 0, new TextEncoder(_tokenizer, 8)).Cast<TaggedSequence>().ToList();
        float[][] scores = [.. sequences.Select(s => Enumerable.Range(0, 4 * s.Ids.Length).Select(i => i % 4 == 3 ? 1f : 0f).ToArray())];

        Assert.All(sequences, s => Assert.False(s.HasTarget));
        Assert.Equal([1, 2], sequences.SelectMany(s => s.Words).Select(w => w.Word));
        Assert.Equal(["O", "I-PER", "I-PER"], task.TagsOf(new("test", "test", [example]), sequences, scores).Single());
    }

    public void Dispose() => _folder.Dispose();

    private static TokenLabelTask Task() => new(new() { Name = "CoNLL-2003", Kind = TaskKind.TokenLabels, Pairs = false, Metrics = ["entity_f1"], Labels = ["O", "I-LOC", "I-ORG", "I-PER"] });

    private ExampleSet Read(string content) => new ConllFile().Read("train", _folder.Write("eng.train", content));
}
