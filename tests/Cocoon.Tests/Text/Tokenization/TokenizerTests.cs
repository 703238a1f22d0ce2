using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text;

/// <summary>What all tokenizers share, on one that was trained on a few sentences.</summary>
public sealed class TokenizerTests : IDisposable
{
    private const string Training = "The caterpillar spins its cocoon in silence. The older caterpillar spins better than the younger one, and nobody asks how long it takes. 蚕吐丝，结茧。蚕吐丝。";

    private readonly ScratchFolder _folder = new();

    private Tokenizer Trained(bool bytes = true, int size = 320) =>
        new BpeTrainer(new() { VocabularySize = bytes ? size : size + 20, Bytes = bytes }).Train(TextCorpus.Open([_folder.Write("corpus.txt", Training + Training)]));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nothing_is_lost_on_the_way_to_ids_and_back(bool bytes)
    {
        var tokenizer = Trained(bytes);
        foreach (string text in new[] { Training, "Unseen: Ωé 中 😀\tx  y", "the  spaces ", "" })
        {
            var ids = new IntList();
            tokenizer.Encode(text, ids);
            Assert.Equal(text, tokenizer.Decode(ids.Span));
            Assert.Equal(ids.Count, tokenizer.CountTokens(text));
        }
    }

    [Fact]
    public void Frequent_words_are_shorter_than_unseen_ones()
    {
        var tokenizer = Trained();

        Assert.True(tokenizer.CountTokens(" caterpillar") < tokenizer.CountTokens(" xylophonist"));
        Assert.Equal((320, "byte-level BPE", false), (tokenizer.VocabularySize, tokenizer.Kind, tokenizer.IgnoresCase));
        Assert.Equal(new SpecialTokens(1, 3, 0, 2, 4), tokenizer.Special);
    }

    [Fact]
    public void Text_never_becomes_a_special_token_unless_asked_for()
    {
        var tokenizer = Trained();
        IntList text = new(), parsed = new();
        var offsets = new List<TokenSpan>();

        tokenizer.Encode("a <mask>", text);
        tokenizer.Encode("a <mask>", parsed, offsets, parseSpecial: true);

        Assert.DoesNotContain(tokenizer.Special.Mask, text.Span.ToArray());
        Assert.Equal((2, tokenizer.Special.Mask), (parsed.Count, parsed.Span[1]));
        Assert.Equal(new TokenSpan(2, 8), offsets[1]);
        Assert.Equal("a", tokenizer.Decode(parsed.Span));
        Assert.Equal("a<mask>", tokenizer.Decode(parsed.Span, skipSpecial: false));
    }

    [Fact]
    public void Sequences_have_the_template_segments_and_kinds()
    {
        var tokenizer = Trained();
        var sequence = new TokenSequence();
        string text = "spins";
        int count = tokenizer.CountTokens(text);

        tokenizer.Encode(text, text, sequence);

        Assert.Equal(2 * count + 4, sequence.Count);
        Assert.Equal((0, 2, 2, 2), (sequence.Ids[0], sequence.Ids[count + 1], sequence.Ids[count + 2], sequence.Ids[^1]));
        Assert.Equal([0, count + 1, count + 2, 2 * count + 3], Enumerable.Range(0, sequence.Count).Where(i => sequence.Kinds[i] == TokenKind.Special));
        tokenizer.Encode(text, sequence, new() { AddSpecial = false });
        Assert.Equal(count, sequence.Count);
    }

    [Theory]
    [InlineData(TruncationStrategy.LongestFirst, 9, 3, 2)]
    [InlineData(TruncationStrategy.LongestFirst, 40, 10, 3)]
    [InlineData(TruncationStrategy.OnlyFirst, 12, 5, 3)]
    [InlineData(TruncationStrategy.OnlySecond, 15, 10, 1)]
    public void Pairs_are_cut_as_asked(TruncationStrategy strategy, int maxLength, int first, int second)
    {
        var tokenizer = Trained();
        var sequence = new TokenSequence();

        tokenizer.Encode("0123456789", "xyz", sequence, new() { Truncation = new(maxLength, strategy) });

        int[] firstIds = [.. "0123456789".Select(c => tokenizer.IdOf(c.ToString())!.Value)], secondIds = [.. "xyz".Select(c => tokenizer.IdOf(c.ToString())!.Value)];
        Assert.Equal([0, .. firstIds[..first], 2, 2, .. secondIds[..second], 2], sequence.Ids.ToArray());
    }

    [Fact]
    public void A_text_that_cannot_be_cut_is_refused()
    {
        var tokenizer = Trained();
        var sequence = new TokenSequence();

        Assert.Contains("no room", Assert.Throws<ArgumentException>(() => tokenizer.Encode("abc", sequence, new() { Truncation = new(1) })).Message, StringComparison.Ordinal);
        Assert.Contains("only one", Assert.Throws<ArgumentException>(() => tokenizer.Encode("abc", sequence, new() { Truncation = new(4, TruncationStrategy.OnlySecond) })).Message, StringComparison.Ordinal);
        Assert.Contains("would have to go", Assert.Throws<ArgumentException>(() => tokenizer.Encode("a", "bcdefg", sequence, new() { Truncation = new(6, TruncationStrategy.OnlyFirst) })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_is_the_same_on_any_number_of_threads_and_padded_to_its_longest()
    {
        var tokenizer = Trained();
        string[] texts = [.. Enumerable.Range(0, 200).Select(i => string.Join(' ', Enumerable.Repeat($"spins{i}", i % 7)))];
        var options = new EncodeOptions { Padding = new(tokenizer.Special.Pad, MultipleOf: 8, OnLeft: true) };

        var one = tokenizer.EncodeBatch(texts, options, threads: 1);
        var four = tokenizer.EncodeBatch(texts, options, threads: 4);

        Assert.Equal(one.Select(Shown), four.Select(Shown));
        Assert.NotEqual(one.Select(Shown), four.AsEnumerable().Reverse().Select(Shown));
        Assert.Single(one.Select(s => s.Count).Distinct());
        Assert.Equal(0, one[0].Count % 8);
        Assert.Equal((TokenKind.Padding, tokenizer.Special.Pad, TokenKind.Special), (one[0].Kinds[0], one[0].Ids[0], one[0].Kinds[^1]));
        Assert.Equal(tokenizer.CountTokens(texts[6]), one[6].Kinds.ToArray().Count(kind => kind == TokenKind.Text));
        Assert.Empty(tokenizer.EncodeBatch([]));

        static string Shown(TokenSequence s) =>
            $"{string.Join(' ', s.Ids.ToArray())} | {string.Join(' ', s.Segments.ToArray())} | {string.Join(' ', s.Offsets.ToArray())} | {string.Join(' ', s.Kinds.ToArray())}";
    }

    [Fact]
    public void A_batch_reports_what_its_threads_meet()
    {
        var tokenizer = Trained();
        string[] texts = [.. Enumerable.Repeat("a text", 300)];

        Assert.Contains("no room", Assert.Throws<ArgumentException>(() => tokenizer.EncodeBatch(texts, new() { Truncation = new(1) }, threads: 3)).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<OperationCanceledException>(() => tokenizer.EncodeBatch(texts, threads: 3, ct: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Sequences_are_padded_to_a_fixed_length_in_a_batch_as_alone()
    {
        var tokenizer = Trained();
        var options = new EncodeOptions { Padding = new(tokenizer.Special.Pad, Length: 12) };
        var alone = new TokenSequence();
        string[] texts = ["a", "it spins"];

        var batch = tokenizer.EncodeBatch(texts, options);

        for (int i = 0; i < texts.Length; i++)
        {
            tokenizer.Encode(texts[i], alone, options);
            Assert.Equal(12, batch[i].Count);
            Assert.True(batch[i].Ids.SequenceEqual(alone.Ids) && batch[i].Kinds.SequenceEqual(alone.Kinds));
        }
    }

    [Fact]
    public void Offsets_slice_the_text_into_its_pieces()
    {
        const string text = "The spinner, 蚕😀 spins.";
        var ids = new IntList();
        var offsets = new List<TokenSpan>();

        Trained().Encode(text, ids, offsets);

        Assert.Equal(ids.Count, offsets.Count);
        Assert.All(offsets, span => Assert.InRange(span.Start, 0, span.End));
        Assert.Equal(text.Length, offsets[^1].End);
        Assert.Contains(offsets, span => text[span.Start..span.End] == "😀"); // each of its bytes stands for all of it
    }

    [Fact]
    public void A_warm_call_allocates_nothing()
    {
        var tokenizer = Trained();
        var ids = new IntList();
        var offsets = new List<TokenSpan>();
        var sequence = new TokenSequence();
        string text = Training + new string('x', 200);
        for (int i = 0; i < 50; i++) Once();

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++) Once();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Once()
        {
            ids.Clear();
            offsets.Clear();
            tokenizer.Encode(text, ids, offsets);
            tokenizer.Encode(text, sequence);
            tokenizer.CountTokens(text);
        }
    }

    [Fact]
    public async Task Threads_share_one_tokenizer()
    {
        var tokenizer = Trained(bytes: false);
        int expected = tokenizer.CountTokens(Training);

        int[] counts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 50).Select(_ => tokenizer.CountTokens(Training)).Max())));

        Assert.All(counts, count => Assert.Equal(expected, count));
    }

    [Fact]
    public void GPT2s_two_files_are_read_from_folder_and_file()
    {
        var trained = Trained();
        string vocabulary = "{" + string.Join(',', trained.Tokens.Select((token, id) => $"{System.Text.Json.JsonSerializer.Serialize(token)}:{id}")) + "}";
        var model = Assert.IsType<BytePairModel>(Assert.IsType<PipelineTokenizer>(trained).Parts.Model);
        string merges = "#version: 0.2\n" + string.Join('\n', model.Pairs.Select(pair => $"{pair.Left} {pair.Right}")) + "\n";
        foreach (var (first, second) in new[] { ("vocab.json", "merges.txt"), ("encoder.json", "vocab.bpe") })
        {
            string path = _folder.Write($"{first}-files/{first}", vocabulary);
            _folder.Write($"{first}-files/{second}", merges);
            Assert.Equal(trained.Fingerprint, Tokenizer.Load(path).Fingerprint);
            Assert.Equal(trained.Fingerprint, Tokenizer.Load(Path.GetDirectoryName(path)!).Fingerprint);
        }

        File.Delete(_folder.At("vocab.json-files/merges.txt"));
        Assert.Contains("needs its merges beside it", Assert.Throws<CorpusException>(() => Tokenizer.Load(_folder.At("vocab.json-files"))).Message, StringComparison.Ordinal);
        _folder.Write("vocab.json-files/merges.txt", merges + "a b c\n");
        Assert.Contains("not two tokens", Assert.Throws<CorpusException>(() => Tokenizer.Load(_folder.At("vocab.json-files"))).Message, StringComparison.Ordinal);
        _folder.Write("vocab.json-files/merges.txt", "a zz\n");
        Assert.Contains("\"zz\", which is not in the vocabulary", Assert.Throws<CorpusException>(() => Tokenizer.Load(_folder.At("vocab.json-files"))).Message, StringComparison.Ordinal);
        _folder.Write("vocab.json-files/merges.txt", "");
        _folder.Write("vocab.json-files/vocab.json", "{\"a\": 0, \"b\": 1}");
        Assert.Contains("Bring the tokenizer.json", Assert.Throws<CorpusException>(() => Tokenizer.Load(_folder.At("vocab.json-files"))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
