using Cocoon.Determinism;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Corruption;

public sealed class TextEditingTests
{
    private const int Vocabulary = 400;

    // Every fourth word continues the one before it.
    private static readonly TokenKinds s_kinds = new(SpecialTokens.First5, Enumerable.Range(0, Vocabulary).Select(id => id > 4 && id % 4 == 0));

    [Theory]
    [InlineData(TextEdit.Deletion, -1)]
    [InlineData(TextEdit.Insertion, 1)]
    public void About_the_share_of_the_words_is_edited(TextEdit edit, int sign)
    {
        var text = Words(sequences: 40, length: 100);
        double more = Enumerable.Range(0, 5).Average(step => Count(Edit(text, edit, 0.2, (uint)step)) - Count(text));

        // Of inserted tokens a quarter continues a word: it is not counted.
        Assert.InRange(sign * more / Count(text) / (edit == TextEdit.Insertion ? 0.75 : 1), 0.18, 0.22);
    }

    [Fact]
    public void Deletion_leaves_a_subsequence_of_whole_words()
    {
        var text = Words(sequences: 5, length: 50);
        var edited = Edit(text, TextEdit.Deletion, 0.3, 1);

        for (int s = 0; s < text.Sequences; s++)
        {
            var (before, after) = (WordsOf(text, s), WordsOf(edited, s));
            Assert.InRange(after.Count, 3, before.Count - 1);
            int place = 0;
            foreach (string word in after)
            {
                place = before.IndexOf(word, place) + 1;
                Assert.True(place > 0, word);
            }
        }
    }

    [Fact]
    public void Insertion_keeps_every_token_in_its_order_and_stops_at_the_longest()
    {
        var text = Words(sequences: 5, length: 50);
        var edited = Edit(text, TextEdit.Insertion, 0.5, 1, longest: 60);

        for (int s = 0; s < text.Sequences; s++)
        {
            int[] before = text.Sequence(s).ToArray(), after = edited.Sequence(s).ToArray();
            Assert.Equal(60, after.Length);
            int place = 0;
            foreach (int id in after) if (place < before.Length && id == before[place]) place++;
            Assert.Equal(before.Length, place);
        }
    }

    [Fact]
    public void A_replaced_word_becomes_one_token_that_is_text()
    {
        var text = Words(sequences: 20, length: 50);
        var edited = Edit(text, TextEdit.Replacement, 0.5, 1);

        for (int s = 0; s < text.Sequences; s++)
        {
            Assert.Equal((SpecialTokens.First5.Classify, SpecialTokens.First5.Separate), (edited.Sequence(s)[0], edited.Sequence(s)[^1]));
            Assert.DoesNotContain(edited.Sequence(s)[1..^1].ToArray(), SpecialTokens.First5.Contains);
            Assert.True(edited.Sequence(s).Length <= text.Sequence(s).Length);
        }
        Assert.True(edited.Tokens < text.Tokens, "Words of two pieces became one.");
    }

    [Fact]
    public void Nothing_and_a_crop_are_what_they_say()
    {
        var text = Words(sequences: 6, length: 41);
        Assert.Equal(text.Ids.ToArray(), Edit(text, TextEdit.None, 0.5, 1).Ids.ToArray());
        var cropped = Edit(text, TextEdit.Crop, 0.25, 1);
        for (int s = 0; s < text.Sequences; s++) Assert.Equal(1 + 30, cropped.Sequence(s).Length);
        Assert.Equal(text.Ids.ToArray(), Edit(text, TextEdit.Deletion, 0, 1).Ids.ToArray());
    }

    [Theory]
    [InlineData(TextEdit.Crop)]
    [InlineData(TextEdit.Deletion)]
    [InlineData(TextEdit.Insertion)]
    [InlineData(TextEdit.Replacement)]
    public void The_same_key_gives_the_same_view_and_another_another(TextEdit edit)
    {
        var text = Words(sequences: 6, length: 41);
        int[] first = Edit(text, edit, 0.3, 1).Ids.ToArray();

        Assert.Equal(first, Edit(text, edit, 0.3, 1).Ids.ToArray());
        Assert.NotEqual(first, Edit(text, edit, 0.3, 2).Ids.ToArray());
    }

    [Fact]
    public void A_rate_that_is_no_fraction_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Edit(Words(1, 5), TextEdit.Deletion, 1, 1));

    /// <summary>Sequences of [CLS], words (a third of them with two pieces), [SEP].</summary>
    private static TokenBatch Words(int sequences, int length)
    {
        var random = new RandomStream(9, 0, 0);
        var batch = new TokenBatch();
        for (int s = 0; s < sequences; s++)
        {
            batch.Append(SpecialTokens.First5.Classify);
            for (int i = 0; i < length - 2; i++)
            {
                int id = 5 + 4 * random.Below((Vocabulary - 8) / 4, (ulong)(s * length + i));   // 5, 9, 13 …: they begin words
                batch.Append(i % 4 == 3 ? id + 3 : id);                                         // 8, 12, 16 …: they continue them
            }
            batch.Append(SpecialTokens.First5.Separate);
            batch.EndSequence();
        }
        return batch;
    }

    private static TokenBatch Edit(TokenBatch text, TextEdit edit, double rate, uint step, int longest = int.MaxValue)
    {
        var edited = new TokenBatch();
        TextEditing.Apply(text, edit, rate, longest, s_kinds, new StepKey(3, step), edited);
        Assert.Equal(text.Sequences, edited.Sequences);
        return edited;
    }

    private static int Count(TokenBatch batch) => batch.Ids.Span.ToArray().Count(id => !s_kinds.Special.Contains(id) && !s_kinds.Continues(id));

    private static List<string> WordsOf(TokenBatch batch, int sequence)
    {
        var words = new List<string>();
        foreach (int id in batch.Sequence(sequence))
        {
            if (s_kinds.Continues(id)) words[^1] += $"+{id}";
            else words.Add($"{id}");
        }
        return words;
    }
}
