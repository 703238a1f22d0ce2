using System.Text.Json;
using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text;

public sealed class UnigramTrainerTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    // The samples' own public-domain text.
    private static string Novel { get; } = File.ReadAllText(Directory.GetFiles(Repository.PathOf("samples"), "*.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First());

    private static string Sample { get; } = Novel[..200_000];

    private SentencePieceTokenizer Train(string text, UnigramTrainerOptions options, IProgress<UnigramTrainerProgress>? progress = null) =>
        new UnigramTrainer(options).Train(TextCorpus.Open([_folder.Write("corpus.txt", text)]), progress);

    [Fact]
    public void Training_is_the_same_on_any_number_of_threads_and_can_be_saved()
    {
        var options = new UnigramTrainerOptions { VocabularySize = 800, CharacterCoverage = 1, Threads = 1 };
        var one = Train(Sample, options);
        var three = Train(Sample, options with { Threads = 3 });
        one.Save(_folder.At("one"));
        three.Save(_folder.At("three"));

        Assert.Equal(File.ReadAllBytes(_folder.At("one/spiece.model")), File.ReadAllBytes(_folder.At("three/spiece.model")));
        var read = Assert.IsType<SentencePieceTokenizer>(Tokenizer.Load(_folder.At("one")));
        Assert.Equal(one.Model.Pieces, read.Model.Pieces);
        Assert.Equal((800, SpecialTokens.First5, one.Fingerprint), (read.VocabularySize, read.Special, read.Fingerprint));
        Assert.NotEqual(one.Fingerprint, Train(Sample[..100_000], options).Fingerprint);
    }

    [Fact]
    public void Pieces_are_words_and_their_parts_and_spell_the_text()
    {
        var reports = new List<UnigramTrainerProgress>();
        var tokenizer = Train(Sample, new UnigramTrainerOptions { VocabularySize = 1000, CharacterCoverage = 1 }, new Reports(reports));
        var ids = new IntList();

        tokenizer.Encode(Sample, ids);

        Assert.DoesNotContain(tokenizer.Special.Unknown, ids.Span.ToArray());
        Assert.InRange(ids.Count, Sample.Length / 6, Sample.Length / 2);
        Assert.Equal(string.Join(' ', Sample.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Normalize(System.Text.NormalizationForm.FormKC), tokenizer.Decode(ids.Span));
        Assert.All(["▁the", "▁and", "ing", ","], piece => Assert.NotNull(tokenizer.IdOf(piece)));
        Assert.All(tokenizer.Model.Pieces.Skip(5), piece => Assert.True(piece.Text.IndexOf('▁', 1) < 0 && piece.Text.Length <= 16, piece.Text));
        var rounds = reports.Where(report => report.Pieces > 0).ToList();
        Assert.True(rounds.Count > 3);
        Assert.Equal(rounds.Select(r => r.Pieces).OrderDescending(), rounds.Select(r => r.Pieces));
        Assert.InRange(rounds[^1].NatsPerWord, 4, 12);
    }

    [Fact]
    public void Held_out_text_is_as_probable_as_with_the_reference_s_vocabulary()
    {
        using var golden = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("tests", "golden", "unigram.json")));
        ScoredPiece[] pieces = [.. golden.RootElement.GetProperty("pieces").EnumerateArray().Select(piece => new ScoredPiece(piece[0].GetString()!, piece[1].GetSingle()))];
        var options = new UnigramTrainerOptions { VocabularySize = 1000, CharacterCoverage = 0.995 }; // one character in 200 is rare
        var ours = Train(Sample, options);
        var theirs = new SentencePieceTokenizer(ours.Model with { Pieces = [new("<unk>", 0, PieceKind.Unknown), .. pieces] });
        double expected = Nats(theirs), difference = -expected * Tolerances.TrainedLikelihood;

        Assert.Equal(997, pieces.Length);
        Assert.InRange(pieces.Count(piece => ours.IdOf(piece.Text) is not null), 990, 997);
        Assert.Equal(expected, Nats(ours), difference);
        Assert.NotInRange(Nats(Train(Sample[..100_000], options)), expected - difference, expected + difference);
    }

    // The logarithm of how probable the rest of the novel is, without what is unknown.
    private static double Nats(SentencePieceTokenizer tokenizer)
    {
        var ids = new IntList();
        tokenizer.Encode(Novel.AsSpan(Sample.Length, 200_000), ids);
        return ids.Span.ToArray().Where(id => id != tokenizer.Special.Unknown).Sum(id => (double)tokenizer.Model.Pieces[id].Score);
    }

    private sealed class Reports(List<UnigramTrainerProgress> reports) : IProgress<UnigramTrainerProgress>
    {
        public void Report(UnigramTrainerProgress value) => reports.Add(value);
    }

    [Fact]
    public void Scripts_digits_and_spaces_bound_the_pieces()
    {
        // Seeds are followed by different characters, so each word comes before several.
        string text = Lines("蚕丝abc12.3 蚕丝 カイコの絹", "abc12.3蚕丝 蚕丝", "abc.3 カイコ蚕丝 蚕丝1", "カイコ.abc 蚕丝 カイコ12.3");
        var options = new UnigramTrainerOptions { VocabularySize = 24, CharacterCoverage = 1 };

        Assert.All(Train(text, options).Model.Pieces.Skip(5), piece =>
            Assert.Single(piece.Text.Where(c => c != '▁').Select(c => char.IsAscii(c) ? char.IsLetter(c) ? 1 : 2 : 3).DefaultIfEmpty(0).Distinct()));
        Assert.Contains(Train(Lines("abc abc.", "abc abc1", "1abc abc"), options with { VocabularySize = 13, PiecesCrossSpaces = true }).Model.Pieces,
            piece => piece.Text.IndexOf('▁', 1) > 0);

        static string Lines(params string[] lines) => string.Concat(Enumerable.Repeat(string.Join('\n', lines) + "\n", 50));
    }

    [Fact]
    public void What_cannot_be_trained_is_refused()
    {
        Assert.Contains("Ask for at least", Message(Sample, new UnigramTrainerOptions { VocabularySize = 20 }), StringComparison.Ordinal);
        Assert.Contains("yields at most", Message("a b ab ab", new UnigramTrainerOptions { VocabularySize = 2000 }), StringComparison.Ordinal);
        Assert.Contains("VocabularySize is 5", Assert.Throws<ArgumentException>(() => new UnigramTrainer(new UnigramTrainerOptions { VocabularySize = 5 })).Message, StringComparison.Ordinal);
        Assert.Contains("CharacterCoverage is 0.5", Assert.Throws<ArgumentException>(() => new UnigramTrainer(new UnigramTrainerOptions { CharacterCoverage = 0.5 })).Message, StringComparison.Ordinal);

        string Message(string text, UnigramTrainerOptions options) => Assert.Throws<CorpusException>(() => Train(text, options)).Message;
    }

    [Fact]
    public void Seeds_are_the_substrings_that_different_characters_follow()
    {
        var words = new WordCounts(100);
        words.Add("▁abcab▁", 3);
        words.Add("▁abcab,", 1);
        words.Add("▁abd▁", 2);
        words.Add("xyxy\n", 1);
        words.Add(",▁", 5);
        var corpus = new RunCorpus(words, "▁abcdxy".Select(c => (int)c).ToHashSet());

        var seeds = SeedPieces.Find(corpus, maxLength: 4, limit: 100).Select(seed => (System.Text.Encoding.UTF8.GetString(seed.Text), seed.Score));

        // "cab" and "bcab" are followed by a space and a comma; "▁abd" and "abca" always by the same.
        Assert.Equal([("ab", 20L), ("▁ab", 18), ("bcab", 16), ("cab", 12), ("xy", 4)], seeds.ToList());
        Assert.Equal((4, 7L), (corpus.Count, corpus.Total));
        Assert.Equal((3, 7L), (corpus.Merged().Count, corpus.Merged().Total));
        Assert.Equal((5L, 5L), (corpus.RareCharacters, corpus.Merged().RareCharacters));
    }

    [Theory]
    [InlineData(1, -0.57721566490153286)]
    [InlineData(0.5, -1.9635100260214235)]
    [InlineData(100, 4.6001618527380874)]
    [InlineData(1e-3, -1000.5755719318103)]
    public void Digamma_has_its_published_values(double x, double expected) => Assert.Equal(expected, Digamma.Of(x), 1e-9);

    public void Dispose() => _folder.Dispose();
}
