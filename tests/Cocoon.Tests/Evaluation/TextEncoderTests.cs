using Cocoon.Evaluation;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Evaluation;

public sealed class TextEncoderTests
{
    [Fact]
    public void Texts_stand_between_the_special_tokens()
    {
        var texts = new TextEncoder(TinyTask.Tokenizer, 16);

        Assert.Equal(["[CLS]", "wa", "wb", "[SEP]"], Tokens(texts.Encode(0, "wa wb", null)));
        var pair = texts.Encode(0, "wa", "wb wc");
        Assert.Equal(["[CLS]", "wa", "[SEP]", "wb", "wc", "[SEP]"], Tokens(pair));
        Assert.Equal((3, 0), (pair.PairStart, pair.Dropped));
        var batch = new TokenBatch();
        pair.AppendTo(batch, 5, segments: true);
        Assert.Equal([0, 0, 0, 1, 1, 1], batch.Segments.ToArray());
        Assert.Equal([5], batch.Sources.ToArray());
        pair.AppendTo(batch, 6, segments: false);
        Assert.Equal([0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0], batch.Segments.ToArray());
        var copy = new TokenBatch();
        copy.CopyFrom(batch);
        Assert.Equal([5, 6], copy.Sources.ToArray());
    }

    [Fact]
    public void The_longer_text_loses_its_end_first()
    {
        var sequence = new TextEncoder(TinyTask.Tokenizer, 8).Encode(0, "wa wb", "wc wd we wf wg");

        Assert.Equal(["[CLS]", "wa", "wb", "[SEP]", "wc", "wd", "we", "[SEP]"], Tokens(sequence));
        Assert.Equal(2, sequence.Dropped);
        Assert.Equal(["[CLS]", "wa", "wa", "wa", "wa", "wa", "wa", "[SEP]"], Tokens(new TextEncoder(TinyTask.Tokenizer, 8).Encode(0, "wa wa wa wa wa wa wa wa wa", null)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TextEncoder(TinyTask.Tokenizer, 4));
    }

    [Fact]
    public void Every_epoch_holds_every_example_once_in_an_order_of_its_own()
    {
        var sequences = TinyTask.Input().Train.Sequences;
        var batches = new ExampleBatches(sequences, 100, seed: 1, segments: false);

        int[][] epochs = [.. Enumerable.Range(0, 2).Select(epoch => Enumerable.Range(0, 4).SelectMany(b => Sources(batches, epoch * 4 + b)).ToArray())];

        Assert.All(epochs, e => Assert.Equal(Enumerable.Range(0, 400), e.Order()));
        Assert.NotEqual(epochs[0], epochs[1]);
        Assert.NotEqual(Sources(batches, 0), Sources(new ExampleBatches(sequences, 100, seed: 2, segments: false), 0));
        Assert.Equal(1, batches.EpochsBefore(4));
    }

    private static int[] Sources(ExampleBatches batches, long index)
    {
        var batch = new TokenBatch();
        batches.Read(index, batch);
        return batch.Sources.ToArray();
    }

    private static IEnumerable<string> Tokens(EncodedSequence sequence) => sequence.Ids.Select(TinyTask.Tokenizer.TokenOf);
}
