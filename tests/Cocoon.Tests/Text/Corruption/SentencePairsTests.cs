using Cocoon.Determinism;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Corruption;

public sealed class SentencePairsTests
{
    private static readonly SpecialTokens s_special = SpecialTokens.First5;

    private readonly TokenBatch _paired = new();
    private readonly IntList _labels = new();

    [Fact]
    public void A_pair_is_two_parts_of_a_document_or_of_two()
    {
        for (uint step = 0; step < 300; step++)
        {
            var text = Text(step);
            SentencePairs.Apply(text, s_special, _ => 0.5, new(new StepKey(2, step)), _paired, _labels);

            Assert.Equal(text.Sequences, _paired.Sequences);
            Assert.Equal(text.Sequences, _labels.Count);
            Assert.True(_paired.LongestSequence <= Math.Max(5, text.LongestSequence));
            for (int s = 0; s < text.Sequences; s++) AssertPair(s);
        }
    }

    [Fact]
    public void Half_of_the_pairs_are_wrong_and_their_length_does_not_tell()
    {
        double wrong = 0, pairs = 0, wrongTokens = 0, rightTokens = 0;
        for (uint step = 0; step < 400; step++)
        {
            SentencePairs.Apply(Text(step), s_special, _ => 0.5, new(new StepKey(2, step)), _paired, _labels);
            for (int s = 0; s < _paired.Sequences; s++)
            {
                pairs++;
                wrong += _labels.Span[s];
                if (_labels.Span[s] == SentencePairs.Random) wrongTokens += _paired.Sequence(s).Length;
                else rightTokens += _paired.Sequence(s).Length;
            }
        }

        Assert.Equal(0.5, wrong / pairs, 0.04);   // 2,400 pairs: a standard error of 0.01
        Assert.Equal(rightTokens / (pairs - wrong), wrongTokens / wrong, 1.0);
    }

    [Fact]
    public void What_makes_no_pair_is_left_alone_and_says_so()
    {
        var text = new TokenBatch();
        text.Append([s_special.Classify, 7, s_special.Separate]);
        text.EndSequence();
        text.Append([s_special.Classify]);
        text.EndSequence();

        SentencePairs.Apply(text, s_special, _ => 0.5, new(new StepKey(1, 1)), _paired, _labels);

        Assert.Equal(text.Ids.ToArray(), _paired.Ids.ToArray());
        Assert.Equal([SentencePairs.None, SentencePairs.None], _labels.Span.ToArray());
    }

    [Fact]
    public void A_single_sequence_has_no_wrong_second_text()
    {
        for (uint step = 0; step < 50; step++)
        {
            var text = new TokenBatch();
            text.Append([s_special.Classify, 7, 8, 9, 10, s_special.Separate]);
            text.EndSequence();
            SentencePairs.Apply(text, s_special, _ => 0.5, new(new StepKey(1, step)), _paired, _labels);
            Assert.Equal(SentencePairs.Next, _labels.Span[0]);
        }
    }

    /// <summary>Token 1000 · document + place: who stands next to whom shows in the ids.</summary>
    private static TokenBatch Text(uint step)
    {
        var batch = new TokenBatch();
        var stream = new RandomStream(4, step, 1);
        for (int s = 0, document = 1; s < 6; s++)
        {
            batch.Append(s_special.Classify);
            for (int d = 0; d < 1 + s % 2; d++, document++)
            {
                for (int i = 0; i < 20 + stream.Below(10, (ulong)document); i++) batch.Append(1000 * document + i);
                batch.Append(s_special.Separate);
            }
            batch.EndSequence();
        }
        return batch;
    }

    private void AssertPair(int s)
    {
        int[] tokens = _paired.Sequence(s).ToArray(), segments = _paired.Segments.Span[_paired.Starts.Span[s].._paired.Starts.Span[s + 1]].ToArray();
        int middle = Array.IndexOf(tokens, s_special.Separate);
        Assert.Equal(s_special.Classify, tokens[0]);
        Assert.Equal(s_special.Separate, tokens[^1]);
        Assert.True(middle > 1 && middle < tokens.Length - 2);
        int[] a = tokens[1..middle], b = tokens[(middle + 1)..^1];
        Assert.All(a.Zip(a.Skip(1)).Concat(b.Zip(b.Skip(1))), pair => Assert.Equal(pair.First + 1, pair.Second));   // contiguous, one document each
        Assert.Equal(_labels.Span[s] == SentencePairs.Next, a[^1] + 1 == b[0]);
        if (_labels.Span[s] == SentencePairs.Random) Assert.NotEqual(a[0] / 1000, b[0] / 1000);
        Assert.Equal(Enumerable.Repeat(0, middle + 1).Concat(Enumerable.Repeat(1, b.Length + 1)), segments);
    }
}
