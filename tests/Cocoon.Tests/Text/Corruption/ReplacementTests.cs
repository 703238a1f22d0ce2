using Cocoon.Determinism;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Corruption;

public sealed class ReplacementTests
{
    private readonly TokenBatch _corrupted = new();

    [Fact]
    public void Samples_stand_at_their_positions_and_labels_tell_them_apart()
    {
        var original = new TokenBatch();
        original.Append([2, 10, 11, 12, 3]);
        original.EndSequence();

        Replacement.Apply(original, [1, 3], [10, 99], _corrupted);
        float[] labels = new float[5];
        _corrupted.Matches(original, labels);

        Assert.Equal([2, 10, 11, 99, 3], _corrupted.Ids.ToArray());
        Assert.Equal([1f, 1f, 1f, 0f, 1f], labels);   // the sample at 1 is the original by luck, so it is original
        Assert.Equal([2, 10, 11, 12, 3], original.Ids.ToArray());
    }

    [Fact]
    public void At_gathers_ids()
    {
        var into = new IntList();
        var batch = new TokenBatch();
        batch.Append([5, 6, 7]);
        batch.EndSequence();

        batch.At([2, 0], into);

        Assert.Equal([7, 5], into.Span.ToArray());
        Assert.Throws<IndexOutOfRangeException>(() => batch.At([3], into));
    }

    [Fact]
    public void Random_words_are_text_and_all_of_it()
    {
        var special = new SpecialTokens(Pad: 3, Unknown: 1, Classify: 0, Separate: 9, Mask: 4);
        int[] positions = [.. Enumerable.Range(0, 12000)], samples = new int[12000];

        Replacement.RandomWords(10, special, positions, new StepKey(1, 1), samples);

        var counts = samples.CountBy(id => id).ToDictionary();
        Assert.Equal([1, 2, 5, 6, 7, 8], counts.Keys.Order());
        Assert.All(counts.Values, count => Assert.InRange(count, 1800, 2200));   // 2000 expected, standard deviation 41
    }

    [Fact]
    public void Random_words_depend_on_row_and_key_alone()
    {
        int[] many = new int[100], one = new int[1], other = new int[100];
        int[] positions = [.. Enumerable.Range(0, 100)];

        Replacement.RandomWords(1000, SpecialTokens.First5, positions, new StepKey(1, 1), many);
        Replacement.RandomWords(1000, SpecialTokens.First5, [42], new StepKey(1, 1), one);
        Replacement.RandomWords(1000, SpecialTokens.First5, positions, new StepKey(1, 2), other);

        Assert.Equal(many[42], one[0]);
        Assert.NotEqual(many, other);
    }

    [Fact]
    public void Misuse_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Replacement.Apply(RandomBatches.Create(1), [0], [], _corrupted));
        Assert.Throws<ArgumentException>(() => Replacement.RandomWords(10, SpecialTokens.First5, [0], new StepKey(1, 1), []));
        Assert.Throws<ArgumentException>(() => Replacement.RandomWords(4, new SpecialTokens(0, 0, 1, 2, 3), [0], new StepKey(1, 1), new int[1]));
    }
}
