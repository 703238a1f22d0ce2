using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text;

public sealed class WordPieceTokenizerTests
{
    private static readonly string[] s_vocabulary =
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "un", "##aff", "##able", "##a", "##ble", "the", "co", "##coon", "cocoon", ",", ".", "[", "]", "mask", "🦋", "##🦋"];

    private readonly WordPieceTokenizer _tokenizer = new(s_vocabulary);

    private string Pieces(string text, bool parseSpecial = false)
    {
        var ids = new IntList();
        _tokenizer.Encode(text, ids, parseSpecial: parseSpecial);
        return string.Join(' ', ids.Span.ToArray().Select(_tokenizer.TokenOf));
    }

    [Theory]
    [InlineData("unaffable", "un ##aff ##able")]
    [InlineData("UnAffable, the cocoon.", "un ##aff ##able , the cocoon .")]
    [InlineData("cocooncoon", "cocoon ##coon")]     // the longest first
    [InlineData("cocoonx", "[UNK]")]                // all or nothing
    [InlineData("🦋🦋", "🦋 ##🦋")]
    [InlineData("", "")]
    public void Words_are_cut_greedily(string text, string expected) => Assert.Equal(expected, Pieces(text));

    [Fact]
    public void A_word_beyond_the_longest_is_unknown_and_spans_all_of_it()
    {
        var ids = new IntList();
        var offsets = new List<TokenSpan>();
        string fits = "un" + string.Concat(Enumerable.Repeat("a", 98));

        _tokenizer.Encode(fits + " " + fits + "a", ids, offsets);

        Assert.Equal(99 + 1, ids.Count);
        Assert.Equal((1, new TokenSpan(101, 202)), (ids.Span[^1], offsets[^1]));
    }

    [Fact]
    public void Special_tokens_in_text_are_text_unless_asked_for()
    {
        Assert.Equal("the [ mask ] [ [UNK]", Pieces("the [MASK] [SEP"));
        Assert.Equal("the [MASK] [ mask ] [SEP] [CLS]", Pieces("the [MASK] [mask] [SEP][CLS]", parseSpecial: true));
    }

    [Fact]
    public void Offsets_slice_the_original_text_into_its_pieces()
    {
        const string text = "The  UNAFFABLE, [MASK] cocoon.";
        var ids = new IntList();
        var offsets = new List<TokenSpan>();

        _tokenizer.Encode(text, ids, offsets, parseSpecial: true);

        Assert.Equal(["The", "UN", "AFF", "ABLE", ",", "[MASK]", "cocoon", "."], offsets.Select(span => text[span.Start..span.End]));
    }

    [Fact]
    public void Decoding_gives_back_plain_sentences()
    {
        foreach (string text in new[] { "the unaffable cocoon, the cocoon.", "cocooncoon the" })
        {
            var ids = new IntList();
            _tokenizer.Encode(text, ids);
            Assert.Equal(text, _tokenizer.Decode(ids.Span));
        }

        Assert.Equal("the [UNK]", _tokenizer.Decode([2, 10, 1, 3, 0]));
        Assert.Equal("[CLS] the [UNK] [SEP] [PAD]", _tokenizer.Decode([2, 10, 1, 3, 0], skipSpecial: false));
    }

    [Fact]
    public void Ids_and_tokens_lead_to_each_other()
    {
        for (int id = 0; id < _tokenizer.VocabularySize; id++) Assert.Equal(id, _tokenizer.IdOf(_tokenizer.TokenOf(id)));
        Assert.Null(_tokenizer.IdOf("absent"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _tokenizer.TokenOf(s_vocabulary.Length));
        Assert.Throws<ArgumentOutOfRangeException>(() => _tokenizer.Decode([-1]));
    }

    [Fact]
    public void A_warm_call_allocates_nothing()
    {
        var ids = new IntList();
        var offsets = new List<TokenSpan>();
        const string text = "The unaffable, unknown cocoon 🦋 [MASK] é 中.";
        for (int i = 0; i < 100; i++) Once();

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) Once();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Once()
        {
            ids.Clear();
            offsets.Clear();
            _tokenizer.Encode(text, ids, offsets, parseSpecial: true);
        }
    }

    [Fact]
    public async Task Threads_share_one_tokenizer()
    {
        string text = string.Join(' ', Enumerable.Range(0, 2000).Select(i => i % 3 == 0 ? "unaffable" : i % 3 == 1 ? "cocoon" : "the,"));
        string expected = Pieces(text);

        string[] results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Pieces(text))));

        Assert.All(results, result => Assert.Equal(expected, result));
    }

    [Fact]
    public void The_cache_never_mixes_words_up()
    {
        string[] words = [.. Enumerable.Range(0, 40_000).Select(i => $"{(i % 2 == 0 ? "un" : "co")}{new string('a', i % 23)}{i}")];
        var fresh = new WordPieceTokenizer([.. s_vocabulary, .. Enumerable.Range(0, 10).Select(d => $"##{d}")]);
        var ids = new IntList();
        foreach (string word in words.Concat(words))
        {
            ids.Clear();
            fresh.Encode(word, ids);
            Assert.Equal(word, string.Concat(ids.Span.ToArray().Select(id => fresh.TokenOf(id).Replace("##", "", StringComparison.Ordinal))));
        }
    }

    [Fact]
    public void The_fingerprint_moves_with_every_token_and_option()
    {
        string[] other = [.. s_vocabulary];
        other[^1] = "##x";
        string[] fingerprints =
        [
            _tokenizer.Fingerprint, new WordPieceTokenizer(other).Fingerprint,
            .. new WordPieceOptions[] { new() { Lowercase = false }, new() { StripAccents = false }, new() { CleanText = false }, new() { SeparateChinese = false }, new() { MaxWordLength = 99 } }
                .Select(options => new WordPieceTokenizer(s_vocabulary, options).Fingerprint),
        ];

        Assert.Equal(fingerprints.Length, fingerprints.Distinct().Count());
        Assert.Equal(_tokenizer.Fingerprint, new WordPieceTokenizer(s_vocabulary, new WordPieceOptions { StripAccents = true }).Fingerprint);
        Assert.Matches("^[0-9a-f]{64}$", _tokenizer.Fingerprint);
    }

    [Fact]
    public void A_vocabulary_that_cannot_be_used_is_refused()
    {
        Refused([.. s_vocabulary, "the"], "duplicate of token 10");
        Refused([.. s_vocabulary, ""], "is empty");
        Refused([.. s_vocabulary, new string('x', 257)], "257 characters");
        Refused([.. s_vocabulary, "a\nb"], "line break");
        Refused(s_vocabulary[1..], "[PAD] is missing");
        Assert.Contains("MaxWordLength", Assert.Throws<ArgumentException>(() => new WordPieceTokenizer(s_vocabulary, new() { MaxWordLength = 0 })).Message, StringComparison.Ordinal);

        static void Refused(string[] vocabulary, string expected) =>
            Assert.Contains(expected, Assert.Throws<ArgumentException>(() => new WordPieceTokenizer(vocabulary)).Message, StringComparison.Ordinal);
    }
}
