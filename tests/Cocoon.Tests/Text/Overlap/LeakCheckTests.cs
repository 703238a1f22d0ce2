using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Overlap;

public sealed class LeakCheckTests : IDisposable
{
    private const string Passage = "Call me Ishmael. Some years ago, never mind how long precisely, having little or no money in my purse";   // 19 words

    private readonly ScratchFolder _folder = new();

    [Theory]
    [InlineData("set.tsv", "7\tfirst\tCall me Ishmael some YEARS ago never mind how long precisely having little\n8\tnothing of this is in the corpus at all as far as anybody could ever know\n", 1)]
    [InlineData("set.jsonl", "{\"id\": 1}\n\n{\"a\": [\"Call me Ishmael! some years ago never mind how long precisely having little\"]}\n", 3)]
    [InlineData("set.json", "{\"data\":\n [{\"q\": \"?\"},\n {\"q\": \"call me ishmael some years ago never mind how long precisely having little\"}]}", 3)]
    public void A_passage_is_found_in_any_layout(string name, string content, int line)
    {
        var (summary, overlaps) = Run("Before it. " + Passage + ", and after it.", _folder.Write(name, content));

        var overlap = Assert.Single(overlaps);
        Assert.Equal("Call me Ishmael. Some years ago, never mind how long precisely, having little", overlap.Document.Text[overlap.Start..overlap.End]);
        Assert.Equal((13, line), (overlap.Words, (int)overlap.EvaluationLine));
        Assert.Equal((1, 1, 1), (summary.Documents, summary.OverlappingDocuments, summary.Overlaps));
        Assert.Equal(1, Assert.Single(summary.Sets).Found);
    }

    [Fact]
    public void Runs_that_share_words_are_one_stretch_and_others_are_two()
    {
        string set = _folder.Write("set.txt.gz", ScratchFolder.Gzip(Passage + "\nThe quick brown fox jumps over the lazy dog and then some more of it\n"));

        var (summary, overlaps) = Run(Passage + " and. The quick brown fox jumps over the lazy dog and then some more of it. Again: " + Passage, set);

        Assert.Equal([19, 15, 19], overlaps.Select(o => o.Words));
        Assert.Equal([1, 2, 1], overlaps.Select(o => (int)o.EvaluationLine));
        Assert.Equal((2, 2), (summary.Sets[0].Pieces, summary.Sets[0].Found));
    }

    [Fact]
    public void Twelve_words_are_no_leak_unless_asked_for()
    {
        string set = _folder.Write("set.txt", "Call me Ishmael some years ago never mind how long precisely having nothing");

        Assert.Empty(Run(Passage, set).Overlaps);
        Assert.Equal(12, Assert.Single(Run(Passage, set, words: 12).Overlaps).Words);
    }

    [Fact]
    public void Fields_are_not_read_as_one_text()
    {
        string set = _folder.Write("set.tsv", "Call me Ishmael some years ago\tnever mind how long precisely having little or no money\n" + new string('x', 3) + " a b c d e f g h i j k l m n");

        Assert.Empty(Run(Passage, set).Overlaps);
    }

    [Fact]
    public void Threads_change_nothing()
    {
        string set = _folder.Write("set.txt", Passage + "\n");
        string[] texts = [.. Enumerable.Range(0, 9000).Select(i => i % 100 == 7 ? $"number {i} {Passage}" : $"number {i} of many that hold nothing")];
        string corpus = _folder.Write("corpus.jsonl", string.Concat(texts.Select(t => $"{{\"text\": \"{t}\"}}\n")));
        var evaluation = new EvaluationRuns([set], 13);
        List<TextOverlap> one = [], seven = [];

        LeakCheck.Run(TextCorpus.Open([corpus]), evaluation, one.Add, threads: 1);
        LeakCheck.Run(TextCorpus.Open([corpus]), evaluation, seven.Add, threads: 7);

        Assert.Equal(90, one.Count);
        Assert.Equal(one, seven);
    }

    [Theory]
    [InlineData("set.json", "{\"a\": ")]
    [InlineData("set.jsonl", "{\"a\": \"\\ud800\"}")]
    [InlineData("set.tsv", "too short\n")]
    [InlineData("set.tsv", "binary\0")]
    [InlineData("set.json.gz", "{}")]
    public void What_cannot_be_read_is_refused(string name, string content) =>
        Assert.Throws<CorpusException>(() => new EvaluationRuns([_folder.Write(name, content)], 13));

    [Fact]
    public void A_missing_file_is_refused() => Assert.Throws<CorpusException>(() => new EvaluationRuns([_folder.At("none.tsv")], 13));

    public void Dispose() => _folder.Dispose();

    private (LeakSummary Summary, List<TextOverlap> Overlaps) Run(string text, string set, int words = 13)
    {
        var overlaps = new List<TextOverlap>();
        var summary = LeakCheck.Run(TextCorpus.Open([_folder.Write("corpus.txt", text)]), new EvaluationRuns([set], words), overlaps.Add);
        return (summary, overlaps);
    }
}
