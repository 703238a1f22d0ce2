using Cocoon.Determinism;
using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Overlap;

public sealed class DeduplicationTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    [Fact]
    public void Same_words_are_dropped_and_the_first_is_kept()
    {
        string a = _folder.Write("a.jsonl", "{\"id\": 1, \"text\": \"The whale swims.\"}\n{\"id\": 2, \"text\": \"Another one.\"}\r\n{\"text\": \"the WHALE - swims\", \"id\": 3}\n");
        string b = _folder.Write("b.txt", "the whale swims");

        var summary = Deduplication.Run(TextCorpus.Open([a, b]), _folder.At("out"));

        Assert.Equal((4, 2, 2, 0), (summary.Documents, summary.Kept, summary.Same, summary.Similar));
        var (text, report) = Results("out");
        Assert.Equal(["The whale swims.", "Another one."], text);
        Assert.Equal("{\"id\": 1, \"text\": \"The whale swims.\"}\n{\"id\": 2, \"text\": \"Another one.\"}\n", Unpacked("out"));   // with all their fields
        Assert.Equal(["same\t1.000\ta.jsonl\t3\ta.jsonl\t1", "same\t1.000\tb.txt\t1\ta.jsonl\t1"], report);
    }

    [Fact]
    public void Text_files_become_lines_of_json()
    {
        string path = _folder.Write("a.txt", "A \"quoted\" caf\u00e9\nand more");

        Deduplication.Run(TextCorpus.Open([path], new CorpusOptions { TextField = "body" }), _folder.At("out"));

        Assert.Equal("{\"body\":\"A \\\"quoted\\\" caf\u00e9\\nand more\"}\n", Unpacked("out"));
    }

    [Theory]
    [InlineData(2, true)]      // of 400 words: 396 runs, of which 2 · 5 change: 386 / 406 = 0.95 are common
    [InlineData(20, false)]    // 296 / 496 = 0.60
    public void Similar_documents_are_dropped_from_the_threshold_on(int changed, bool dropped)
    {
        string[] words = Words(1, 400), other = [.. words];
        for (int i = 0; i < changed; i++) other[10 + i * 19] = "changed" + i;
        var corpus = Lines("a.jsonl", [Words(2, 300), words, Words(3, 300), other]);

        var summary = Deduplication.Run(corpus, _folder.At("out"));

        Assert.Equal((0, dropped ? 1 : 0), (summary.Same, summary.Similar));
        if (!dropped) return;
        string[] fields = Results("out").Report.Single().Split('\t');
        Assert.Equal(["similar", "a.jsonl", "4", "a.jsonl", "2"], [fields[0], .. fields[2..]]);
        Assert.InRange(double.Parse(fields[1], System.Globalization.CultureInfo.InvariantCulture), 0.95 - 0.06, 0.95 + 0.06);
        Assert.Equal(0, Deduplication.Run(corpus, _folder.At("strict"), new() { Threshold = 1 }).Similar);
    }

    [Fact]
    public void Nothing_is_left_to_drop_and_threads_change_nothing()
    {
        // Every fifth document repeats or varies the one before it.
        var corpus = Lines("a.jsonl", [.. Enumerable.Range(0, 3000).Select(i => i % 5 == 4 ? [.. Words((uint)(i - 1), 60), .. i % 2 == 0 ? new[] { "end" } : []] : Words((uint)i, 60))]);

        var one = Deduplication.Run(corpus, _folder.At("one"), new() { Threads = 1 });
        Deduplication.Run(corpus, _folder.At("seven"), new() { Threads = 7 });

        foreach (string file in (string[])[Deduplication.CorpusName, Deduplication.ReportName])
            Assert.Equal(File.ReadAllBytes(_folder.At($"one/{file}")), File.ReadAllBytes(_folder.At($"seven/{file}")));
        Assert.Equal(["corpus.jsonl.gz", "dropped.tsv"], Directory.GetFiles(_folder.At("one")).Select(Path.GetFileName).Order());
        Assert.True(one.Same > 100 && one.Similar > 100, $"{one}");
        Assert.Equal(one.Kept, Results("one").Text.Count);
        Assert.Equal(one.Same + one.Similar, Results("one").Report.Count);
        var again = Deduplication.Run(TextCorpus.Open([_folder.At("one")]), _folder.At("again"));
        Assert.Equal((0, 0), (again.Same, again.Similar));
    }

    [Fact]
    public void Documents_without_words_are_compared_as_they_are()
    {
        var summary = Deduplication.Run(Lines("a.jsonl", [["..."], ["!!!"], ["..."], ["a"], ["A."]]), _folder.At("out"));

        Assert.Equal((3, 2), (summary.Kept, summary.Same));
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        var corpus = Lines("a.jsonl", [["a"]]);

        foreach (double threshold in (double[])[0.69, 1.01, double.NaN]) Assert.Throws<ArgumentException>(() => Deduplication.Run(corpus, _folder.At("out"), new() { Threshold = threshold }));
        Assert.Throws<CorpusException>(() => Deduplication.Run(TextCorpus.Open([_folder.Write("b.jsonl", "{")]), _folder.At("out")));
        Assert.Empty(Directory.GetFiles(_folder.At("out")));
    }

    public void Dispose() => _folder.Dispose();

    private (List<string> Text, List<string> Report) Results(string folder) =>
        ([.. TextCorpus.Open([_folder.At(folder)]).Read().Select(d => d.Text)], [.. File.ReadLines(_folder.At($"{folder}/{Deduplication.ReportName}")).Skip(1)]);

    private string Unpacked(string folder)
    {
        using var reader = new StreamReader(new System.IO.Compression.GZipStream(File.OpenRead(_folder.At($"{folder}/{Deduplication.CorpusName}")), System.IO.Compression.CompressionMode.Decompress));
        return reader.ReadToEnd();
    }

    private TextCorpus Lines(string name, IEnumerable<string[]> documents) =>
        TextCorpus.Open([_folder.Write(name, string.Concat(documents.Select(words => $"{{\"text\": \"{string.Join(' ', words)}\"}}\n")))]);

    private static string[] Words(uint step, int count) => [.. Enumerable.Range(0, count).Select(i => $"w{new RandomStream(4, step, 0).Below(5000, (ulong)i)}")];
}
