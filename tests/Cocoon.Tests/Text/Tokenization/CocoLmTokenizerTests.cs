using System.Text;
using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text;

public sealed class CocoLmTokenizerTests : IDisposable
{
    private static readonly SentencePieceGolden s_golden = SentencePieceGolden.Load();

    private readonly ScratchFolder _folder = new();

    private Tokenizer Load(string dictionary)
    {
        _folder.Write(CocoLmTokenizer.ModelFile, s_golden.Models[s_golden.CocoLm.Model].Bytes);
        _folder.Write(CocoLmTokenizer.DictionaryFile, dictionary);
        return Tokenizer.Load(_folder.Path);
    }

    [Fact]
    public void Ids_and_decoded_text_equal_the_authors_code()
    {
        var tokenizer = Load(s_golden.CocoLm.Text);
        var (ids, plain) = (new IntList(), new IntList());
        var offsets = new List<TokenSpan>();
        int moved = 0;
        foreach (var expected in s_golden.CocoLm.Cases)
        {
            ids.Clear();
            plain.Clear();
            offsets.Clear();

            tokenizer.Encode(expected.Text, ids, offsets);
            tokenizer.Encode(expected.Text, plain);

            Assert.True(ids.Span.SequenceEqual(expected.Ids), $"ids of \"{expected.Text}\"");
            Assert.True(plain.Span.SequenceEqual(expected.Ids), $"ids without offsets of \"{expected.Text}\"");
            Assert.Equal(expected.Decoded, tokenizer.Decode(ids.Span, skipSpecial: false));
            Assert.Equal(ids.Count, offsets.Count);
            foreach (var span in offsets) Assert.InRange(span.Start, 0, span.End);
            if (offsets.Count > 0) Assert.InRange(offsets[^1].End, 0, expected.Text.Length);
            if (expected.Decoded != expected.Text.Trim()) moved++;
        }

        Assert.True(moved > 10);
    }

    [Theory]
    [InlineData("He said: ``don't!''", "``don't!''", "\"|don't|!\"")]
    [InlineData(" dogs' s  (a-b)... ", "dogs' s  (a-b)...", "dogs|'s|(|a-b|)...")]
    [InlineData("‘x’ — é🦋", "‘x’ — é🦋", "'|x|'|-|é🦋")]
    [InlineData("' LL's", "' LL's", "'LL|'s")]
    public void Words_know_where_they_come_from(string text, string part, string words)
    {
        var preTokenizer = new CocoLmPreTokenizer();

        preTokenizer.Run(text);

        Assert.EndsWith(words.Replace('|', ' '), preTokenizer.Text.ToString(), StringComparison.Ordinal);
        int start = preTokenizer.Text.Length - words.Length;
        var span = preTokenizer.Original(new TokenSpan(start, preTokenizer.Text.Length));
        Assert.Equal(part, text[span.Start..span.End]);
    }

    [Fact]
    public void Special_tokens_have_the_published_numbers()
    {
        var tokenizer = Load("▁a 5\n<mask> 4\nb 3\na 1\n");

        Assert.Equal(new SpecialTokens(Pad: 1, Unknown: 3, Classify: 0, Separate: 2, Mask: 5), tokenizer.Special);
        Assert.Equal(("[CLS]", "▁a", "[MASK]", 8), (tokenizer.TokenOf(0), tokenizer.TokenOf(4), tokenizer.TokenOf(5), tokenizer.VocabularySize));
        Assert.Equal(("b", "[MASK]b[SEP]"), (tokenizer.Decode([5, 6, 2]), tokenizer.Decode([5, 6, 2], skipSpecial: false)));
        Assert.Equal(7, Load("▁a 5\nb 3\na 1\n").Special.Mask);
    }

    [Theory]
    [InlineData("▁a five\n", "line 1 is not a piece, a space and a count")]
    [InlineData("▁a 1\nb 1 #fairseq:overwrite\n", "line 2 replaces an earlier piece")]
    [InlineData("▁a 1\n\nb 1\n", "line 2 is not a piece")]
    [InlineData("nothing 1\n", "lists no piece of sp.model")]
    [InlineData("▁a\u0000 1\n", "NUL")]
    public void A_bad_dictionary_is_refused(string content, string expected) =>
        Assert.Contains(expected, Assert.Throws<CorpusException>(() => Load(content)).Message, StringComparison.Ordinal);

    [Fact]
    public void Both_files_must_be_there_and_whole()
    {
        Assert.Contains("sp.model", Assert.Throws<CorpusException>(() => Tokenizer.Load(_folder.Path)).Message, StringComparison.Ordinal);
        Load(s_golden.CocoLm.Text);
        File.Delete(_folder.At(CocoLmTokenizer.DictionaryFile));
        Assert.Equal(("SentencePiece Unigram", -1), (Tokenizer.Load(_folder.Path).Kind, Tokenizer.Load(_folder.Path).Special.Mask)); // without the list it is a model like others
        _folder.Write(CocoLmTokenizer.DictionaryFile, Encoding.Latin1.GetBytes("\xE9 1\n"));
        Assert.Contains("not UTF-8", Assert.Throws<CorpusException>(() => Tokenizer.Load(_folder.Path)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
