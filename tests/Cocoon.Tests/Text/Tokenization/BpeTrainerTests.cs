using System.Text.Json;
using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text;

public sealed class BpeTrainerTests : IDisposable
{
    private static readonly JsonElement s_golden = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("tests", "golden", "pipelines.json"))).RootElement;

    private readonly ScratchFolder _folder = new();

    [Theory]
    [InlineData("bytes")]
    [InlineData("characters")]
    public void Merges_equal_the_reference_one_by_one(string kind)
    {
        bool bytes = kind == "bytes";
        var expected = s_golden.GetProperty("merges").GetProperty(kind).EnumerateArray().Select(pair => (pair[0].GetString()!, pair[1].GetString()!)).ToList();
        IWordCounter counter = bytes ? new Gpt2WordCounter(1000, 1 << 20) : new PreTokenCounter([new PatternSplit(new WordPattern(), SplitBehavior.Removed, inverted: true)], 1000, 1 << 20);
        foreach (string line in s_golden.GetProperty("training").GetString()!.Split('\n', StringSplitOptions.RemoveEmptyEntries)) counter.Add(line + "\n");
        IEnumerable<string> initial = bytes ? Enumerable.Range(0, 256).Select(b => $"{ByteCharacters.Of((byte)b)}").Order(StringComparer.Ordinal) : Alphabet.MostFrequent(counter.Counts, int.MaxValue).Select(Alphabet.Text);
        var merger = new PairMerger(counter.Counts, initial, bytes ? Spelling.Utf8 : Spelling.Characters);

        while (merger.Merges().Count < expected.Count && merger.TryMerge(minFrequency: 1)) { }

        Assert.Equal(expected, merger.Merges());
    }

    [Fact]
    public void Training_twice_gives_the_same_and_another_text_another_vocabulary()
    {
        string text = string.Join(' ', Enumerable.Range(0, 3000).Select(i => $"w{i * i % 701:x}{i % 97:x}"));
        string first = Train(text).Fingerprint;

        Assert.Equal(first, Train(text).Fingerprint);
        Assert.NotEqual(first, Train(text[..(text.Length / 2)]).Fingerprint);
        Assert.NotEqual(first, Train(text, bytes: false).Fingerprint);
    }

    [Fact]
    public void Vocabularies_begin_with_the_special_tokens_and_all_bytes_and_have_the_size_asked_for()
    {
        var bytes = Train(string.Concat(Enumerable.Repeat("hug pug pun bun hugs ", 20)), size: 270);
        var characters = Train(string.Concat(Enumerable.Repeat("hug pug pun bun hugs ", 20)), size: 272, bytes: false);

        Assert.Equal(["<s>", "<pad>", "</s>", "<unk>", "<mask>", "!"], bytes.Tokens.Take(6));
        Assert.Equal(["<s>", "<pad>", "</s>", "<unk>", "<mask>", "<0x00>"], characters.Tokens.Take(6));
        Assert.Equal((270, 272), (bytes.VocabularySize, characters.VocabularySize));
        Assert.Contains("Ġhug", bytes.Tokens);
        Assert.Contains("ug", characters.Tokens);
    }

    [Fact]
    public void A_size_that_cannot_be_met_is_refused_with_those_that_can()
    {
        Assert.Contains("Ask for at least 261", Assert.Throws<CorpusException>(() => Train("ab ab", size: 100)).Message, StringComparison.Ordinal);
        Assert.Contains("at most 26", Assert.Throws<CorpusException>(() => Train("ab ab", size: 300)).Message, StringComparison.Ordinal);
    }

    private Tokenizer Train(string text, int size = 320, bool bytes = true) =>
        new BpeTrainer(new() { VocabularySize = size, Bytes = bytes }).Train(TextCorpus.Open([_folder.Write("corpus.txt", text)]));

    public void Dispose() => _folder.Dispose();
}
