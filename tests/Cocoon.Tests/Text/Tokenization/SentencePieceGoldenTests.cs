using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text;

public sealed class SentencePieceGoldenTests
{
    private static readonly SentencePieceGolden s_golden = SentencePieceGolden.Load();

    public static TheoryData<string> Models => [.. s_golden.Models.Keys];

    [Theory]
    [MemberData(nameof(Models))]
    public void Ids_offsets_and_decoded_text_equal_the_reference(string name)
    {
        var golden = s_golden.Models[name];
        var tokenizer = golden.Tokenizer();
        var (ids, plain) = (new IntList(), new IntList());
        var offsets = new List<TokenSpan>();
        for (int round = 0; round < 2; round++) // the second time from what is remembered
        {
            foreach (var expected in golden.Cases)
            {
                ids.Clear();
                plain.Clear();
                offsets.Clear();

                tokenizer.Encode(expected.Text, ids, offsets);
                tokenizer.Encode(expected.Text, plain);

                Assert.True(ids.Span.SequenceEqual(expected.Ids), $"ids of \"{expected.Text}\"");
                Assert.True(plain.Span.SequenceEqual(expected.Ids), $"ids without offsets of \"{expected.Text}\"");
                Assert.Equal(expected.Offsets!, offsets.SelectMany(span => new[] { span.Start, span.End }));
                Assert.Equal(expected.Decoded, tokenizer.Decode(ids.Span, skipSpecial: false));
            }
        }

        Assert.Equal(golden.Pieces, Enumerable.Range(0, tokenizer.VocabularySize).Select(tokenizer.TokenOf));
    }

    [Fact]
    public void The_models_disagree_about_the_golden_cases()
    {
        var results = s_golden.Models.Values.Select(m => string.Join(';', m.Cases.Select(c => string.Join(' ', c.Ids)))).ToArray();

        Assert.Equal(6, results.Distinct().Count());
    }

    [Fact]
    public void Special_pieces_are_found_by_their_names()
    {
        var tokenizer = s_golden.Models["unigram-bytes"].Tokenizer();

        Assert.Equal(new SpecialTokens(Pad: 3, Unknown: 0, Classify: 1, Separate: 2, Mask: -1), tokenizer.Special);
        Assert.Equal((-1, true), (s_golden.Models["bpe"].Tokenizer().Special.Pad, s_golden.Models["bpe"].Tokenizer().Special.Mask > 0));
        Assert.Equal((14, (int?)null), (tokenizer.IdOf("<0x0A>"), tokenizer.IdOf("absent")));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.TokenOf(tokenizer.VocabularySize));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode([-1]));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_warm_call_allocates_nothing(string name)
    {
        var tokenizer = s_golden.Models[name].Tokenizer();
        string text = string.Join(' ', s_golden.Models[name].Cases.Select(c => c.Text));
        var ids = new IntList();
        var offsets = new List<TokenSpan>();
        Encode();
        Encode();
        long before = GC.GetAllocatedBytesForCurrentThread();

        Encode();

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200);
        Assert.True(ids.Count > 1000);

        void Encode()
        {
            ids.Clear();
            offsets.Clear();
            tokenizer.Encode(text, ids, offsets);
        }
    }

    [Fact]
    public void Threads_share_a_tokenizer()
    {
        var golden = s_golden.Models["unigram"];
        var tokenizer = golden.Tokenizer();
        int wrong = 0;
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            var ids = new IntList();
            foreach (var expected in golden.Cases)
            {
                ids.Clear();
                tokenizer.Encode(expected.Text, ids);
                if (!ids.Span.SequenceEqual(expected.Ids)) Interlocked.Increment(ref wrong);
            }
        })).ToArray();

        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();

        Assert.Equal(0, wrong);
    }
}
