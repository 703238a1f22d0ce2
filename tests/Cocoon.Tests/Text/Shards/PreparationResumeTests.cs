using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Shards;

/// <summary>A preparation that ends anywhere goes on to the bytes of one that did not.</summary>
public sealed class PreparationResumeTests(ShardFixture fixture) : IClassFixture<ShardFixture>
{
    private static readonly WordPieceTokenizer s_tokenizer = SmallTokenizer.Create();
    private static readonly CorpusOptions s_reading = new() { Separator = DocumentSeparator.BlankLine };

    [Fact]
    public void Whatever_a_crash_leaves_is_gone_on_with()
    {
        var mixture = new CorpusMixture([new(Open(fixture.WriteCorpus(4000)), 1.5), new(Open(fixture.WriteCorpus(3000, seed: 22)))], seed: 6);
        string folder = fixture.NewFolder(), whole = fixture.NewFolder();
        var crashes = new List<(string Folder, int Shards)>();
        var progress = new Each(_ => crashes.Add((fixture.Crash(folder), Directory.GetFiles(folder, "*.tokens").Length)), () => fixture.Crash(HeldOut(folder)));

        Run(mixture, whole);
        Run(mixture, folder, progress);

        Assert.True(crashes.Count > 5);
        Assert.True(crashes.Select(c => c.Shards).Distinct().Count() > 4);
        for (int i = 0; i < crashes.Count; i++)
        {
            // Both folders as they were, under names that belong together.
            string crashed = crashes[i].Folder;
            Directory.Move(progress.Others[i], HeldOut(crashed));
            var summary = Run(mixture, crashed);
            Assert.Equal(crashes[i].Shards > 0, summary.ResumedShards > 0);
            ShardFixture.AssertSameFiles(whole, crashed);
            ShardFixture.AssertSameFiles(HeldOut(whole), HeldOut(crashed));
        }
    }

    [Fact]
    public void The_sets_hold_every_document_as_often_as_asked_and_say_where_it_came_from()
    {
        var mixture = new CorpusMixture([new(Open(fixture.WriteCorpus(900)), 2), new(Open(fixture.WriteCorpus(500, seed: 22)))], seed: 6);
        string folder = fixture.NewFolder();
        var summary = Run(mixture, folder);

        var texts = mixture.Parts.SelectMany(p => p.Corpus.Read()).ToDictionary(d => TextHash.Of(d.Text), d => d);
        using var set = ShardSet.Open(folder);
        using var heldOut = ShardSet.Open(HeldOut(folder));
        var (trained, kept) = (set.ReadRecords().ToList(), heldOut.ReadRecords().ToList());

        Assert.Equal(texts.Keys.Order(), trained.Select(r => r.Origin.Hash).Concat(kept.Select(r => r.Origin.Hash)).Distinct().Order());
        Assert.Empty(trained.Select(r => r.Origin.Hash).Intersect(kept.Select(r => r.Origin.Hash)));
        Assert.All(trained.GroupBy(r => r.Origin.Hash), g => Assert.Equal(g.First().Origin.Source == 0 ? 2 : 1, g.Count()));
        Assert.InRange(kept.Count, 60, 240);   // a tenth of 1,400
        Assert.Equal(kept.Count, kept.Select(r => r.Origin.Hash).Distinct().Count());
        Assert.Equal(("0.1", "6"), (set.Manifest.Options["holdOut"], set.Manifest.Options["seed"]));
        Assert.Equal([2, 1], summary.Manifest.Sources.Select(s => s.Weight));
        foreach (var record in trained)
        {
            var document = texts[record.Origin.Hash];
            Assert.Equal((document.Line, document.Place.Offset), (record.Origin.Line, record.Origin.Offset));
            var (expected, stored) = (new IntList(), new IntList());
            s_tokenizer.Encode(document.Text, expected);
            set.ReadDocument(record.Document, stored);
            Assert.Equal(expected.Span.ToArray(), stored.Span.ToArray());
        }
    }

    [Fact]
    public void A_crash_between_the_two_manifests_is_gone_on_with()
    {
        var mixture = Single(fixture.WriteCorpus(8000));
        string whole = fixture.NewFolder(), crashed = fixture.NewFolder(), journal = Path.Combine(crashed, "preparation-in-progress");
        Run(mixture, whole);
        // A folder where the manifest shall be: the text held out is complete when the other cannot be completed.
        var obstacle = new Each(_ => Directory.CreateDirectory(Path.Combine(crashed, "manifest.json")), () => crashed);
        Assert.ThrowsAny<SystemException>(() => Run(mixture, crashed, obstacle));
        Directory.Delete(Path.Combine(crashed, "manifest.json"));
        Assert.True(File.Exists(Path.Combine(HeldOut(crashed), "manifest.json")));
        Assert.True(File.Exists(journal));

        Run(mixture, crashed);

        ShardFixture.AssertSameFiles(whole, crashed);
        ShardFixture.AssertSameFiles(HeldOut(whole), HeldOut(crashed));
    }

    [Fact]
    public void A_torn_line_of_the_journal_did_not_happen_and_a_damaged_one_is_refused()
    {
        var mixture = Single(fixture.WriteCorpus(8000));
        string whole = fixture.NewFolder(), crashed = Interrupted(mixture), journal = Path.Combine(crashed, "preparation-in-progress");
        Run(mixture, whole);
        byte[] bytes = File.ReadAllBytes(journal);
        int lines = bytes.Count(b => b == '\n');
        Assert.True(lines > 4);
        int lastLine = bytes.AsSpan(0, bytes.Length - 1).LastIndexOf((byte)'\n') + 1;

        foreach (int length in (int[])[lastLine + 1, lastLine + 20, bytes.Length - 1])
        {
            string copy = Copy(crashed, bytes[..length]);
            Assert.Equal(2 * (lines - 3), Run(mixture, copy).ResumedShards);   // without the sentence, the plan and the torn section; two sets
            ShardFixture.AssertSameFiles(whole, copy);
        }
        foreach (int at in (int[])[200, 300, lastLine - 5])
        {
            byte[] damaged = [.. bytes];
            damaged[at] ^= 1;
            var e = Assert.Throws<ShardException>(() => Run(mixture, Copy(crashed, damaged)));
            Assert.Contains("byte", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Another_preparation_than_the_one_begun_is_refused()
    {
        string text = fixture.WriteCorpus(8000);
        var mixture = Single(text);
        string crashed = Interrupted(mixture);

        Refused("with seed 6, not 7", () => Run(new CorpusMixture(mixture.Parts, seed: 7), crashed));
        Refused("with tokensPerShard 40000, not 1000", () => DataPreparation.Run(mixture, s_tokenizer, crashed, new() { TokensPerShard = 1000, HoldOut = 0.1, HeldOutFolder = HeldOut(crashed) }));
        Refused("with holdOut 0.1, not 0", () => DataPreparation.Run(mixture, s_tokenizer, crashed, new() { TokensPerShard = 40_000 }));
        Refused("weight 1), not", () => Run(new CorpusMixture([new(mixture.Parts[0].Corpus, 2)], seed: 6), crashed));
        File.AppendAllText(text, "more");
        Refused("bytes", () => Run(Single(text), crashed));

        void Refused(string why, Action run) => Assert.Contains(why, Assert.Throws<ShardException>(run).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_was_not_reached_may_be_repaired()
    {
        string text = fixture.WriteCorpus(8000), broken = Path.Combine(Directory.CreateDirectory(fixture.NewFolder()).FullName, "z.jsonl");
        string folder = fixture.NewFolder(), whole = fixture.NewFolder();
        File.WriteAllText(broken, "{\"text\": \"abc\"}\n{\"text\": ");
        Assert.Throws<CorpusException>(() => Run(Single(text, broken), folder));
        File.WriteAllText(broken, "{\"text\": \"abc\"}\n{\"text\": \"abd\"}\n");

        Run(Single(text, broken), whole);
        var summary = Run(Single(text, broken), folder);

        Assert.True(summary.ResumedShards > 2);
        ShardFixture.AssertSameFiles(whole, folder);
    }

    [Fact]
    public void A_finished_shard_that_is_gone_is_refused()
    {
        var mixture = Single(fixture.WriteCorpus(8000));
        string crashed = Interrupted(mixture), shard = Path.Combine(crashed, "shard-00000.tokens");
        File.WriteAllBytes(shard, File.ReadAllBytes(shard)[..^1]);

        Assert.Equal(shard, Assert.Throws<ShardException>(() => Run(mixture, crashed)).File);
    }

    [Fact]
    public void Holding_out_nothing_is_refused()
    {
        string text = Path.Combine(Directory.CreateDirectory(fixture.NewFolder()).FullName, "a.txt");
        File.WriteAllText(text, "abc");

        Assert.Contains("0 held out", Assert.Throws<ShardException>(() => Run(Single(text), fixture.NewFolder())).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => DataPreparation.Run(Single(text), s_tokenizer, fixture.NewFolder(), new() { HoldOut = 0.1 }));
    }

    [Fact]
    public void The_sources_are_compared_with_the_record()
    {
        string text = fixture.WriteCorpus(500), other = fixture.WriteCorpus(300, seed: 22), folder = fixture.NewFolder();
        Run(new CorpusMixture([new(Open(text), 2), new(Open(other))], seed: 6), folder);
        using var set = ShardSet.Open(folder);

        long compared = 0;
        SourceVerification.Run(set, [other, text], new Sum(n => compared = n));
        Assert.Equal(set.Documents, compared);
        Assert.Throws<CorpusException>(() => SourceVerification.Run(set, [text]));
        byte[] bytes = File.ReadAllBytes(text);
        bytes[bytes.Length / 2] = bytes[bytes.Length / 2] == (byte)'a' ? (byte)'b' : (byte)'a';
        File.WriteAllBytes(text, bytes);
        var e = Assert.Throws<CorpusException>(() => SourceVerification.Run(set, [text, other]));
        Assert.Equal(text, e.Path);
        Assert.Contains("line", e.Message, StringComparison.Ordinal);
    }

    private static string HeldOut(string folder) => folder + "-held-out";

    private static TextCorpus Open(params string[] paths) => TextCorpus.Open(paths, s_reading);

    private static CorpusMixture Single(params string[] paths) => new([new(Open(paths))], seed: 6);

    private static PreparationSummary Run(CorpusMixture mixture, string folder, IProgress<PreparationProgress>? progress = null) =>
        DataPreparation.Run(mixture, s_tokenizer, folder, new() { TokensPerShard = 40_000, HoldOut = 0.1, HeldOutFolder = HeldOut(folder) }, progress);

    /// <summary>A preparation of which some shards are finished.</summary>
    private string Interrupted(CorpusMixture mixture)
    {
        string folder = fixture.NewFolder();
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => DataPreparation.Run(mixture, s_tokenizer, folder, new() { TokensPerShard = 40_000, HoldOut = 0.1, HeldOutFolder = HeldOut(folder) },
            new Each(p => { if (p.Documents > 500) stop.Cancel(); }, () => folder), ct: stop.Token));
        return folder;
    }

    private string Copy(string folder, byte[] journal)
    {
        string copy = fixture.NewFolder();
        foreach (var (from, to) in new[] { (folder, copy), (HeldOut(folder), HeldOut(copy)) })
        {
            Directory.CreateDirectory(to);
            foreach (string file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
        File.WriteAllBytes(Path.Combine(copy, "preparation-in-progress"), journal);
        return copy;
    }

    private sealed class Each(Action<PreparationProgress> action, Func<string> other) : IProgress<PreparationProgress>
    {
        public List<string> Others { get; } = [];

        public void Report(PreparationProgress value)
        {
            if (value.Documents == 0) return;
            action(value);
            Others.Add(other());
        }
    }

    private sealed class Sum(Action<long> action) : IProgress<long>
    {
        public void Report(long value) => action(value);
    }
}
