using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text;

/// <summary>SentencePiece models as tokenizers like others: found in folders, with roles, templates, pairs, truncation, batches, and saved again.</summary>
public sealed class SentencePieceFilesTests : IDisposable
{
    private static readonly SentencePieceNormalization s_rules = new() { Name = NmtNfkc.Name, PrecompiledMap = NmtNfkc.Compiled };

    private readonly ScratchFolder _folder = new();

    private static SentencePieceModel Model(params (string Text, PieceKind Kind)[] special) => new()
    {
        Pieces =
        [
            .. special.Select(piece => new ScoredPiece(piece.Text, 0, piece.Kind)),
            .. new[] { "▁the", "▁cat", "s", "▁", "t", "h", "e", "c", "a", "中", "文", "[", "]", "M" }.Select((text, i) => new ScoredPiece(text, -1 - i / 4f)),
        ],
        Normalization = s_rules,
    };

    private static SentencePieceModel Bert { get; } = Model(("<pad>", PieceKind.Control), ("<unk>", PieceKind.Unknown), ("[CLS]", PieceKind.Control), ("[SEP]", PieceKind.Control), ("[MASK]", PieceKind.Control));

    private static SentencePieceModel T5 { get; } = Model(("<pad>", PieceKind.Control), ("</s>", PieceKind.Control), ("<unk>", PieceKind.Unknown));

    private string Write(string name, SentencePieceModel model)
    {
        using var stream = new MemoryStream();
        SentencePieceWriter.Write(stream, model);
        return _folder.Write(name, stream.ToArray());
    }

    [Theory]
    [InlineData("spiece.model")]
    [InlineData("sentencepiece.bpe.model")]
    [InlineData("spm.model")]
    [InlineData("tokenizer.model")]
    [InlineData("sp.model")]
    public void A_folder_is_searched_for_the_usual_names(string name)
    {
        Assert.False(Tokenizer.IsIn(_folder.Path));
        string file = Write(name, Bert);

        var tokenizer = Tokenizer.Load(_folder.Path);

        Assert.True(Tokenizer.IsIn(_folder.Path));
        Assert.Equal(("SentencePiece Unigram", Tokenizer.Load(file).Fingerprint, 19), (tokenizer.Kind, tokenizer.Fingerprint, tokenizer.VocabularySize));
        Assert.Equal(SpecialTokens.First5, tokenizer.Special);
    }

    [Fact]
    public void What_is_saved_is_loaded_again_with_its_roles()
    {
        Write("a/any.model", Model(("<unk>", PieceKind.Unknown), ("<start>", PieceKind.Control), ("<stop>", PieceKind.Control), ("<hide>", PieceKind.Control)));
        Assert.Equal(new SpecialTokens(-1, 0, -1, -1, -1), Tokenizer.Load(_folder.At("a/any.model")).Special);
        _folder.Write("a/tokenizer_config.json", "{\"cls_token\": \"<start>\", \"sep_token\": {\"content\": \"<stop>\"}, \"mask_token\": \"<hide>\"}");
        var named = Tokenizer.Load(_folder.At("a/any.model"));

        named.Save(_folder.At("b"));
        var loaded = Tokenizer.Load(_folder.At("b"));

        Assert.Equal(new SpecialTokens(-1, 0, 1, 2, 3), named.Special);
        Assert.Equal((named.Special, named.Fingerprint, named.Kind), (loaded.Special, loaded.Fingerprint, loaded.Kind));
        Assert.Equal(named.Tokens, loaded.Tokens);
        Assert.Equal(named.AddedTokens, loaded.AddedTokens);
        Assert.NotEqual(named.Fingerprint, new SentencePieceTokenizer(Bert).Fingerprint);
        Assert.Equal(["spiece.model", "tokenizer_config.json"], Directory.GetFiles(_folder.At("b")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_pieces_own_begin_end_and_padding_count_if_no_usual_name_is_there()
    {
        var model = Model(("<unk>", PieceKind.Unknown), ("<start>", PieceKind.Control), ("<stop>", PieceKind.Control), ("<fill>", PieceKind.Control));

        Assert.Equal(new SpecialTokens(3, 0, 1, 2, -1), new SentencePieceTokenizer(model with { BeginPiece = "<start>", EndPiece = "<stop>", PadPiece = "<fill>" }).Special);
    }

    [Fact]
    public void Sequences_have_the_tokens_that_the_vocabulary_has()
    {
        TokenSequence sequence = new(), pair = new();
        var tokenizer = new SentencePieceTokenizer(Bert);

        tokenizer.Encode("the cats", sequence);
        tokenizer.Encode("the cats", "the", pair, new() { Truncation = new(6) });

        Assert.Equal("[CLS] ▁the ▁cat s [SEP]", Join(tokenizer, sequence));
        Assert.Equal("[CLS] ▁the ▁cat [SEP] ▁the [SEP]", Join(tokenizer, pair));
        Assert.Equal([0, 0, 0, 0, 1, 1], pair.Segments.ToArray());
        Assert.Equal("0-0 0-3 3-7 7-8 0-0", Show(sequence.Offsets));

        var plain = new SentencePieceTokenizer(T5);
        plain.Encode("the", "the cats", pair);
        Assert.Equal("▁the </s> ▁the ▁cat s </s>", Join(plain, pair));
    }

    [Fact]
    public void Special_tokens_are_found_only_on_request()
    {
        var tokenizer = new SentencePieceTokenizer(Bert);
        IntList text = new(), parsed = new();
        var offsets = new List<TokenSpan>();

        tokenizer.Encode("the [MASK]s 中", text);
        tokenizer.Encode("the [MASK]s 中", parsed, offsets, parseSpecial: true);

        Assert.DoesNotContain(tokenizer.Special.Mask, text.Span.ToArray());
        Assert.Equal("▁the [MASK] ▁ s ▁ 中", string.Join(' ', parsed.Span.ToArray().Select(tokenizer.TokenOf)));
        Assert.Equal("0-3 4-10 10-10 10-11 11-12 12-13", Show([.. offsets]));
        Assert.Equal("the s 中", tokenizer.Decode(parsed.Span));
    }

    [Fact]
    public void Batches_counts_and_continued_words_work_as_with_other_kinds()
    {
        var tokenizer = new SentencePieceTokenizer(Bert);
        string[] texts = ["the cats", "cats", "", "中文 the"];

        var batch = tokenizer.EncodeBatch(texts, new() { Padding = new(tokenizer.Special.Pad) }, threads: 3);

        Assert.Equal([6, 6, 6, 6], batch.Select(sequence => sequence.Count));
        Assert.Equal("[CLS] ▁cat s [SEP] <pad> <pad>", Join(tokenizer, batch[1]));
        Assert.Equal([3, 2, 0, 4], texts.Select(text => tokenizer.CountTokens(text)));
        Assert.Equal(["s", "t", "h", "e", "c", "a", "M"], Enumerable.Range(0, tokenizer.VocabularySize).Where(tokenizer.ContinuesWord).Select(tokenizer.TokenOf));
        Assert.False(tokenizer.IgnoresCase);
    }

    [Fact]
    public void The_two_files_of_coco_lm_are_a_tokenizer_with_the_authors_template()
    {
        Write("sp.model", Bert);
        _folder.Write("dict.txt", "▁the 9\n▁cat 8\ns 7\n中 6\n<mask> 1\n");
        var tokenizer = Tokenizer.Load(_folder.At("sp.model"));
        var sequence = new TokenSequence();

        tokenizer.Encode("the [MASK] cats.", "the", sequence, new() { ParseSpecial = true });
        tokenizer.Save(_folder.At("saved"));
        var loaded = Tokenizer.Load(_folder.At("saved"));

        Assert.Equal("[CLS] ▁the [MASK] ▁cat s [UNK] [SEP] [SEP] ▁the [SEP]", Join(tokenizer, sequence));
        Assert.All(sequence.Segments.ToArray(), segment => Assert.Equal(0, segment));
        Assert.Equal("0-3 4-10 11-14 14-15 15-16", Show(sequence.Offsets[1..6]));
        Assert.Equal(("COCO-LM", tokenizer.Fingerprint, tokenizer.Special, 9), (loaded.Kind, loaded.Fingerprint, loaded.Special, loaded.VocabularySize));
        Assert.Equal(File.ReadAllBytes(_folder.At("dict.txt")), File.ReadAllBytes(_folder.At("saved/dict.txt")));
        _folder.Write("dict.txt", "▁the 9\ns 7\n");
        Assert.NotEqual(tokenizer.Fingerprint, Tokenizer.Load(_folder.Path).Fingerprint);
    }

    private static string Show(ReadOnlySpan<TokenSpan> spans) => string.Join(' ', spans.ToArray().Select(span => $"{span.Start}-{span.End}"));

    private static string Join(Tokenizer tokenizer, TokenSequence sequence) => string.Join(' ', sequence.Ids.ToArray().Select(tokenizer.TokenOf));

    public void Dispose() => _folder.Dispose();
}
