using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Shards;

public sealed class DataPreparationTests(ShardFixture fixture) : IClassFixture<ShardFixture>
{
    private static readonly WordPieceTokenizer s_tokenizer = SmallTokenizer.Create();

    [Fact]
    public void Shards_hold_the_documents_in_the_order_of_the_corpus()
    {
        var corpus = TextCorpus.Open([Corpus(300)], new CorpusOptions { Separator = DocumentSeparator.BlankLine });
        string folder = fixture.NewFolder();

        var summary = DataPreparation.Run(corpus, s_tokenizer, folder, new PreparationOptions { TokensPerShard = 5000 });

        using var set = ShardSet.Open(folder, s_tokenizer.Fingerprint);
        var expected = new IntList();
        foreach (var document in corpus.Read()) s_tokenizer.Encode(document.Text, expected);
        Assert.Equal(expected.Span.ToArray(), ShardFixture.ReadAll(set));
        Assert.Equal(300, set.Documents);
        Assert.True(set.Manifest.Shards.Count > 3);
        Assert.Equal(corpus.Files.Select(f => new ShardSource(f.Name, f.Bytes)), set.Manifest.Sources);
        Assert.Equal(set.Manifest.Tokens, summary.Manifest.Tokens);
        Assert.Equal(corpus.Read().Sum(d => (long)d.Text.Trim().Length), summary.TextBytes);   // of ASCII
        Assert.Equal("BlankLine", set.Manifest.Options["corpus.separator"]);
    }

    [Fact]
    public void Bytes_do_not_depend_on_the_number_of_threads()
    {
        // Longer than a few chunks, so that several threads have work.
        var corpus = TextCorpus.Open([Corpus(6000)], new CorpusOptions { Separator = DocumentSeparator.BlankLine });
        string one = fixture.NewFolder(), two = fixture.NewFolder(), seven = fixture.NewFolder();

        DataPreparation.Run(corpus, s_tokenizer, one, new PreparationOptions { Threads = 1 });
        DataPreparation.Run(corpus, s_tokenizer, two, new PreparationOptions { Threads = 2 });
        DataPreparation.Run(corpus, s_tokenizer, seven, new PreparationOptions { Threads = 7 });

        Assert.Equal(3, Directory.GetFiles(one).Length);
        ShardFixture.AssertSameFiles(one, two);
        ShardFixture.AssertSameFiles(one, seven);
        Assert.Equal(s_tokenizer.Fingerprint, WordPieceTokenizer.Load(Path.Combine(one, ShardSet.TokenizerFolder)).Fingerprint);
    }

    [Fact]
    public void Documents_without_tokens_are_counted_and_left_out_and_unknown_words_are_kept()
    {
        string path = Path.Combine(Directory.CreateDirectory(fixture.NewFolder()).FullName, "a.txt");
        File.WriteAllText(path, "abc\n\n\u200b\n\n\u4e00\u4e01\n");   // letters; a zero-width space; two words that the vocabulary cannot spell
        string folder = fixture.NewFolder();

        var summary = DataPreparation.Run(TextCorpus.Open([path], new CorpusOptions { Separator = DocumentSeparator.BlankLine }), s_tokenizer, folder);

        Assert.Equal((2, 1, 2), (summary.Manifest.Documents, summary.EmptyDocuments, summary.UnknownTokens));
        Assert.Equal("1", summary.Manifest.Options["emptyDocuments"]);
        using var set = ShardSet.Open(folder);
        int unknown = s_tokenizer.Special.Unknown;
        Assert.Equal([unknown, unknown], ShardFixture.ReadAll(set)[^2..]);
    }

    [Fact]
    public void A_corpus_without_a_token_is_refused()
    {
        string path = Path.Combine(Directory.CreateDirectory(fixture.NewFolder()).FullName, "a.txt"), folder = fixture.NewFolder();
        File.WriteAllText(path, "\u200b\n");

        Assert.Throws<ShardException>(() => DataPreparation.Run(TextCorpus.Open([path]), s_tokenizer, folder));
        Assert.Throws<ShardException>(() => ShardSet.Open(folder));
    }

    [Fact]
    public void Progress_ends_with_everything_read()
    {
        var corpus = TextCorpus.Open([Corpus(3000)], new CorpusOptions { Separator = DocumentSeparator.BlankLine });
        var reports = new List<PreparationProgress>();

        var summary = DataPreparation.Run(corpus, s_tokenizer, fixture.NewFolder(), progress: new Each<PreparationProgress>(reports.Add));

        Assert.Equal(reports.OrderBy(r => r.Documents), reports);
        Assert.Equal(corpus.TotalBytes, reports[^1].BytesRead);
        Assert.Equal(summary.Manifest.Documents, reports[^1].Documents);
        Assert.Equal(summary.Manifest.Tokens, reports[^1].Tokens);
        Assert.Equal(2, new PreparationProgress(0, 0, 0, 0, 3_000_000, 1.5).MegabytesPerSecond);
    }

    private string Corpus(int documents) => fixture.WriteCorpus(documents);

    private sealed class Each<T>(Action<T> action) : IProgress<T>
    {
        public void Report(T value) => action(value);
    }
}
