using Cocoon.Cli;
using Cocoon.Text;
using Xunit;

namespace Cocoon.SystemTests.Exercise;

/// <summary>The exercise's sentences: a function of text, tokenizer and seed.</summary>
public sealed class DamagedSentenceTests : IDisposable
{
    private static readonly string[] s_nouns = ["river", "garden", "village", "window", "letter", "morning"];

    private readonly WorkFolder _work = new();
    private readonly Tokenizer _tokenizer;

    public DamagedSentenceTests() =>
        _tokenizer = WordPieceTokenizer.Load(_work.Write("vocab.txt", string.Join('\n', ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", "the", .. s_nouns]) + "\n"));

    /// <summary>Two hundred sentences in two documents.</summary>
    private static string[] Documents => [.. Enumerable.Range(0, 2).Select(d => string.Join(' ', Enumerable.Range(0, 100).Select(i => $"Number {d * 100 + i} is of the {s_nouns[i % 6]} by the {s_nouns[(i / 6 + d) % 6]} now.")))];

    [Theory]
    [InlineData("He said that Mr. J. Brown of the U.S. had gone home. Certainly. \"Will you come to the house with us?\" she said.", "He said that Mr. J. Brown of the U.S. had gone home.|Will you come to the house with us?")]
    [InlineData("the first of these words has a small letter. A sentence that has no end and stands before a paragraph\n\nBut this one is\nwhole and runs over two lines.", "But this one is whole and runs over two lines.")]
    [InlineData("Too short a one.", "")]
    public void Sentences_are_whole(string text, string expected) => Assert.Equal(expected, string.Join('|', Sentences.Of(text).Select(s => string.Join(' ', s))));

    [Fact]
    public void One_word_is_exchanged_and_the_choice_is_the_seeds()
    {
        var damaged = DamagedSentence.From(Documents, _tokenizer, 50, seed: 1);

        Assert.Equal(damaged, DamagedSentence.From(Documents, _tokenizer, 50, seed: 1));
        Assert.NotEqual(damaged, DamagedSentence.From(Documents, _tokenizer, 50, seed: 2));
        Assert.Equal(50, damaged.Count);
        var sentences = Documents.SelectMany(Sentences.Of).Select(s => string.Join(' ', s)).ToHashSet();
        foreach (var sentence in damaged)
        {
            Assert.NotEqual(sentence.Wrong, sentence.Right);
            Assert.Contains(sentence.Wrong, s_nouns);
            Assert.Equal(sentence.Wrong, sentence.Text.Substring(sentence.Offset, sentence.Wrong.Length));
            Assert.Contains(sentence.Text[..sentence.Offset] + sentence.Right + sentence.Text[(sentence.Offset + sentence.Wrong.Length)..], sentences);
        }
    }

    [Fact]
    public void A_longer_list_starts_as_the_shorter_one()
    {
        var (few, many) = (DamagedSentence.From(Documents, _tokenizer, 20, seed: 1), DamagedSentence.From(Documents, _tokenizer, 200, seed: 1));
        Assert.Equal(few.Take(10), many.Take(10));
        Assert.Empty(DamagedSentence.From(["Nothing in here is a word that it knows."], _tokenizer, 5, seed: 1));
    }

    [Fact]
    public void A_sentence_is_found_if_no_word_is_more_doubtful()
    {
        var sentence = new DamagedSentence("The river is here.", 4, "river", "house");
        ExercisedSentence found = new(sentence, 0.9, "river", 0.9, [new("tree", 0.4), new("house", 0.3)]), missed = new(sentence, 0.4, "is", 0.5, []);
        Assert.Equal((true, 2), (found.IsFound, found.Rank));
        Assert.Equal((false, 0), (missed.IsFound, missed.Rank));
    }

    public void Dispose() => _work.Dispose();
}
