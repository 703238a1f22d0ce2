using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text;

public sealed class WordPieceTrainerTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    private TextCorpus Corpus(string text) => TextCorpus.Open([_folder.Write("corpus.txt", text)]);

    private static string[] Trained(TextCorpus corpus, WordPieceTrainerOptions options) => [.. new WordPieceTrainer(options).Train(corpus).Tokens];

    [Fact]
    public void A_tiny_corpus_gives_the_vocabulary_worked_out_by_hand()
    {
        // hug ×10, pug ×5, pun ×12, bun ×4, hugs ×5 (the example of the Hugging Face course). Pairs at first:
        // ##u ##g 20, ##u ##n 16, h ##u 15, p ##u 17, b ##u 4, ##g ##s 5. After ##ug: ##u ##n 16; h ##ug 15, p ##u 12, p ##ug 5.
        // After ##un: h ##ug 15, p ##un 12, then p ##ug and hug ##s with 5 each: ids of (p, ##ug) are smaller than of (hug, ##s)?
        // p is 11 and hug 19, so pug comes first, then hugs, then bun with 4.
        string text = string.Concat(Repeat("hug ", 10), Repeat("pug ", 5), Repeat("pun ", 12), Repeat("bun ", 4), Repeat("hugs ", 5));

        string[] tokens = Trained(Corpus(text), new() { VocabularySize = 23 });

        Assert.Equal(
            ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "b", "g", "h", "n", "p", "s", "u", "##g", "##n", "##s", "##u",
             "##ug", "##un", "hug", "pun", "pug", "hugs", "bun"], tokens);
    }

    [Fact]
    public void Pairs_below_the_minimum_frequency_are_not_merged()
    {
        var corpus = Corpus("ab ab cd");

        Assert.Equal(["##b", "##d", "ab"], Trained(corpus, new() { VocabularySize = 12 })[9..]);
        Assert.Equal(["##b", "##d", "ab", "cd"], Trained(corpus, new() { VocabularySize = 13, MinFrequency = 1 })[9..]);
        var refusal = Assert.Throws<CorpusException>(() => Trained(corpus, new() { VocabularySize = 13 }));
        Assert.Contains("at most 12 tokens with MinFrequency 2; 13 were asked for. Ask for 12 or fewer", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_size_below_the_alphabet_is_refused_with_the_smallest_that_fits()
    {
        var corpus = Corpus("abc abc");

        var refusal = Assert.Throws<CorpusException>(() => Trained(corpus, new() { VocabularySize = 9 }));

        Assert.Contains("Ask for at least 10", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(10, Trained(corpus, new() { VocabularySize = 10 }).Length);
    }

    [Fact]
    public void The_alphabet_keeps_the_most_frequent_characters()
    {
        var corpus = Corpus("aaa bb c d d zz");

        string[] tokens = Trained(corpus, new() { VocabularySize = 11, AlphabetLimit = 3, MinFrequency = 1 });

        // a ×3, b, d and z ×2: of those that tie, the smaller code points stay.
        Assert.Equal(["a", "b", "d", "##a", "##b", "aa"], tokens[5..]);
    }

    [Fact]
    public void Text_is_normalized_before_it_is_counted()
    {
        var corpus = Corpus("CAFÉ café 中中");

        Assert.Equal(["a", "c", "e", "f", "中", "##a", "##e", "##f"], Trained(corpus, new() { VocabularySize = 13 })[5..13]);
        Assert.Contains("É", Trained(corpus, new() { VocabularySize = 20, Text = new() { Lowercase = false } }));
    }

    [Fact]
    public void Training_twice_gives_the_same_and_the_order_of_text_does_not_matter()
    {
        var words = Enumerable.Range(0, 3000).Select(i => $"w{i * i % 701:x}{i % 97:x}").ToList();
        string forward = string.Join(' ', words), backward = string.Join(' ', Enumerable.Reverse(words));
        var options = new WordPieceTrainerOptions { VocabularySize = 300 };

        string[] first = Trained(Corpus(forward), options);

        Assert.Equal(first, Trained(Corpus(forward), options));
        Assert.Equal(first, Trained(Corpus(backward), options));
        Assert.NotEqual(first, Trained(Corpus(string.Join(' ', words.Take(1500))), options));
    }

    [Fact]
    public void Merges_equal_counting_anew_after_each_one()
    {
        string text = string.Join(' ', Enumerable.Range(0, 400).SelectMany(i => Enumerable.Repeat(Syllables(i), 1 + i % 7)));
        var counter = new WordCounter(CharacterActions.Of(new WordPieceOptions()), 100, 1 << 20);
        counter.Add(text);
        var initial = Alphabet.InitialTokens(counter.Counts, 1000);

        Assert.Equal(NaiveMerges.Grow(counter.Counts, initial, 200), Trained(Corpus(text), new() { VocabularySize = 200 }));

        static string Syllables(int i) => string.Concat("ba", "kedo"[(i % 3)..], new[] { "lu", "min", "aa", "st" }[i % 4], $"{i * 31 % 17:x}");
    }

    [Fact]
    public void Counting_stays_within_its_room_and_keeps_the_frequent_words()
    {
        var counts = new WordCounts(maxDistinct: 1000);
        for (int i = 0; i < 50_000; i++)
        {
            counts.Add($"rare{i}");
            counts.Add($"often{i % 100}");
            Assert.InRange(counts.Distinct, 0, 1000);
        }

        Assert.True(counts.Pruned > 40_000);
        var kept = Enumerable.Range(0, counts.Distinct).ToDictionary(i => counts.WordAt(i).ToString(), counts.CountAt);
        for (int i = 0; i < 100; i++) Assert.Equal(500, kept[$"often{i}"]);
    }

    [Fact]
    public void Long_words_cannot_fill_the_memory()
    {
        var counts = new WordCounts(maxDistinct: 100_000);
        string tail = new('x', 10_000);

        for (int i = 0; i < 2000; i++) counts.Add($"{i}{tail}");

        Assert.InRange(counts.Distinct, 1, 200); // 16 characters a word of room
    }

    [Fact]
    public void Pruning_is_the_same_every_time()
    {
        string text = string.Join(' ', Enumerable.Range(0, 5000).Select(i => $"w{i * i % 3001}"));
        var options = new WordPieceTrainerOptions { VocabularySize = 60, MaxDistinctWords = 200 };

        Assert.Equal(Trained(Corpus(text), options), Trained(Corpus(text), options));
    }

    [Fact]
    public void Progress_covers_reading_and_merging_and_cancelling_stops()
    {
        var corpus = Corpus(string.Join(' ', Enumerable.Range(0, 3000).Select(i => $"w{i * i % 701:x}")));
        var reports = new List<TrainerProgress>();
        var trainer = new WordPieceTrainer(new() { VocabularySize = 300 });

        trainer.Train(corpus, new Recorder(reports));

        Assert.Contains(reports, r => r.Tokens == 0 && r.BytesRead == corpus.TotalBytes);
        Assert.Equal((300, 300), (reports[^1].Tokens, reports[^1].VocabularySize));
        Assert.ThrowsAny<OperationCanceledException>(() => trainer.Train(corpus, ct: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        foreach (var (options, name) in new (WordPieceTrainerOptions, string)[]
        {
            (new() { VocabularySize = 5 }, "VocabularySize"), (new() { MinFrequency = 0 }, "MinFrequency"), (new() { AlphabetLimit = 0 }, "AlphabetLimit"),
            (new() { MaxWordLength = 0 }, "MaxWordLength"), (new() { MaxDistinctWords = 1 }, "MaxDistinctWords"),
        }) Assert.Contains(name, Assert.Throws<ArgumentException>(() => Trained(Corpus("a"), options)).Message, StringComparison.Ordinal);
    }

    private static string Repeat(string word, int times) => string.Concat(Enumerable.Repeat(word, times));

    public void Dispose() => _folder.Dispose();

    private sealed class Recorder(List<TrainerProgress> reports) : IProgress<TrainerProgress>
    {
        public void Report(TrainerProgress value) => reports.Add(value);
    }
}
