using System.Text;
using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text;

/// <summary>Training that is interrupted while it counts goes on from the counts on disk, to the vocabulary of one that was not.</summary>
public sealed class CountsFileTests : IDisposable
{
    private const int Files = 8, FileLength = 100_000;
    private static readonly string s_novel = File.ReadAllText(Repository.PathOf("samples", "hardy-tess-1891.txt"));

    private readonly ScratchFolder _folder = new();

    private string Counts => _folder.At("out/counting");

    [Theory]
    [InlineData("wordpiece")]
    [InlineData("byte-level-bpe")]
    [InlineData("bpe")]
    [InlineData("unigram")]
    public void An_interrupted_training_gives_the_vocabulary_of_one_that_was_not(string kind)
    {
        Write(damaged: true);
        Assert.Contains("UTF-8", Assert.Throws<CorpusException>(() => Train(kind, keeps: true)).Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Counts));
        Write(damaged: false);
        byte[] kept = File.ReadAllBytes(Counts);

        var read = new List<long>();
        string resumed = Train(kind, keeps: true, read: read).Fingerprint;

        Assert.InRange(read[0], 3 * FileLength, Files * FileLength); // what was counted before is not read again
        Assert.NotEqual(kept, File.ReadAllBytes(Counts));             // counts went on being kept
        Assert.Equal(Train(kind, keeps: false).Fingerprint, resumed);
    }

    [Fact]
    public void Counts_of_another_text_or_other_limits_are_refused_and_those_for_another_size_serve()
    {
        Write(damaged: false);
        Train("wordpiece", keeps: true);

        Assert.Equal(Train("wordpiece", keeps: false, size: 500).Fingerprint, Train("wordpiece", keeps: true, size: 500).Fingerprint);
        Assert.Contains("by other options", Refusal("wordpiece", maxDistinct: 4000), StringComparison.Ordinal);
        Assert.Contains("by other options", Refusal("bpe"), StringComparison.Ordinal);
        foreach (string file in Directory.GetFiles(_folder.At("text"))) File.WriteAllText(file, "X" + File.ReadAllText(file)[1..]);
        Assert.Contains("is not the document that was there", Refusal("wordpiece"), StringComparison.Ordinal);
        File.AppendAllText(_folder.At("text/0.txt"), "more");
        Assert.Contains("of another text", Refusal("wordpiece"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        var counts = new WordCounts(40_000);
        for (int i = 0; i < 90_000; i++) counts.Add($"word{i % 47_000}é\ud800");
        counts.Add(new string('x', 1 << 18), 1L << 40);
        counts.Add(new string('y', 1 << 18));
        var progress = new CountsFile.Progress(new DocumentPlace(3, 1L << 33, 1L << 40), UInt128.MaxValue - 5);
        var file = new CountsFile(Counts, "rules");
        var read = new WordCounts(40_000);

        Assert.Null(file.Read(read));
        file.Write(counts, progress);

        Assert.Equal(progress, file.Read(read));
        Assert.InRange(counts.Pruned, 1, long.MaxValue);
        Assert.Equal((counts.Distinct, counts.Pruned), (read.Distinct, read.Pruned));
        Assert.Equal(Entries(counts), Entries(read));
    }

    [Fact]
    public void Damage_is_found_wherever_it_is()
    {
        var counts = new WordCounts(100);
        for (int i = 0; i < 50; i++) counts.Add($"word{i}");
        var file = new CountsFile(Counts, "rules");
        file.Write(counts, new(new DocumentPlace(0, 1, 0), 7));
        byte[] good = File.ReadAllBytes(Counts);

        for (int at = 0; at < good.Length; at++)
        {
            byte[] bad = [.. good];
            bad[at] ^= 0x10;
            Assert.Throws<CorpusException>(() => file.Read(new MemoryStream(bad), new WordCounts(100)));
            Assert.Throws<CorpusException>(() => file.Read(new MemoryStream(good[..at]), new WordCounts(100)));
        }

        Assert.Equal((UInt128)7, file.Read(new MemoryStream(good), new WordCounts(100)).NextHash);
        Assert.Contains("too many", Assert.Throws<CorpusException>(() => file.Read(new MemoryStream(good), new WordCounts(20))).Message, StringComparison.Ordinal);
    }

    private static List<(string, long)> Entries(WordCounts counts) => [.. Enumerable.Range(0, counts.Distinct).Select(i => (counts.WordAt(i).ToString(), counts.CountAt(i)))];

    // A byte in the last file that is not UTF-8 ends a training as a kill would, except that it can be told when.
    private void Write(bool damaged)
    {
        for (int i = 0; i < Files; i++)
        {
            byte[] text = Encoding.ASCII.GetBytes(s_novel.Substring(i * FileLength, FileLength));
            if (damaged && i == Files - 1) text[10] = 0xFF;
            _folder.Write($"text/{i}.txt", text);
        }
    }

    private string Refusal(string kind, int maxDistinct = 5000) => Assert.Throws<CorpusException>(() => Train(kind, keeps: true, maxDistinct: maxDistinct)).Message;

    private Tokenizer Train(string kind, bool keeps, int size = 600, int maxDistinct = 5000, List<long>? read = null)
    {
        var corpus = TextCorpus.Open([_folder.At("text")]);
        string? counts = keeps ? Counts : null;
        var reports = new Reports(read ?? []);
        if (kind == "unigram")
            return new UnigramTrainer(new() { VocabularySize = size, MaxDistinctWords = maxDistinct, CountsFile = counts, CharactersBetweenCounts = FileLength }).Train(corpus, reports);
        if (kind == "wordpiece")
            return new WordPieceTrainer(new() { VocabularySize = size, MaxDistinctWords = maxDistinct, CountsFile = counts, CharactersBetweenCounts = FileLength }).Train(corpus, reports);
        return new BpeTrainer(new() { VocabularySize = size, MaxDistinctWords = maxDistinct, CountsFile = counts, CharactersBetweenCounts = FileLength, Bytes = kind == "byte-level-bpe" }).Train(corpus, reports);
    }

    private sealed class Reports(List<long> read) : IProgress<TrainerProgress>, IProgress<UnigramTrainerProgress>
    {
        public void Report(TrainerProgress value) => read.Add(value.BytesRead);

        public void Report(UnigramTrainerProgress value) => read.Add(value.BytesRead);
    }

    public void Dispose() => _folder.Dispose();
}
