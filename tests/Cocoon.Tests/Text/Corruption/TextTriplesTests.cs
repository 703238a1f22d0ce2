using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Corruption;

public sealed class TextTriplesTests
{
    private readonly TokenBatch _anchors = new(), _positives = new(), _negatives = new();

    [Fact]
    public void Packed_triples_become_three_batches_of_texts()
    {
        Split([2, 11, 12, 3, 13, 3, 14, 15, 3, 21, 3, 22, 23, 3, 24, 3], [2, 31, 3, 3, 33, 3]);

        Assert.Equal(["2 11 12 3", "2 21 3", "2 31 3"], Texts(_anchors));
        Assert.Equal(["2 13 3", "2 22 23 3", "2 3"], Texts(_positives));
        Assert.Equal(["2 14 15 3", "2 24 3", "2 33 3"], Texts(_negatives));
    }

    [Fact]
    public void What_a_cut_left_behind_is_left_out()
    {
        Split([2, 11, 3, 12, 3], [2], [2, 11, 3, 12, 3, 13], [2, 14, 3, 21, 3, 22, 3, 23, 3], [2, 31, 3, 32, 3, 33, 3]);

        Assert.Equal(["2 31 3"], Texts(_anchors));
        Assert.Equal(["2 33 3"], Texts(_negatives));
    }

    [Fact]
    public void A_token_that_begins_and_ends_is_understood()
    {
        var packed = new TokenBatch();
        packed.Append([0, 11, 0, 12, 0, 13, 0]);
        packed.EndSequence();

        TextTriples.Split(packed, new(-1, -1, 0, 0, -1), _anchors, _positives, _negatives);

        Assert.Equal(["0 12 0"], Texts(_positives));
    }

    private void Split(params int[][] sequences)
    {
        var packed = new TokenBatch();
        foreach (int[] sequence in sequences)
        {
            packed.Append(sequence);
            packed.EndSequence();
        }
        TextTriples.Split(packed, SpecialTokens.First5, _anchors, _positives, _negatives);
    }

    private static IEnumerable<string> Texts(TokenBatch batch) => Enumerable.Range(0, batch.Sequences).Select(s => string.Join(' ', batch.Sequence(s).ToArray()));
}
