using System.Text;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text;

public sealed class NmtNfkcTests
{
    private static readonly SentencePieceNormalizer s_normalizer = new(
        new SentencePieceNormalization { AddDummyPrefix = false, RemoveExtraSpaces = false, EscapeSpaces = false }, PrecompiledMap.TryParse(NmtNfkc.Compiled.Span, out _));

    private static string Normalize(string text)
    {
        var into = new NormalizedBytes();
        s_normalizer.Normalize(Encoding.UTF8.GetBytes(text), into);
        return Encoding.UTF8.GetString(into.Bytes);
    }

    [Theory]
    [InlineData("ﬁ①Ａ", "fi1A")]
    [InlineData("e\u0301 a\u0323\u0302", "é ậ")]
    [InlineData("ｶﾞ", "ガ")]
    [InlineData("\u1112\u1161\u11ab", "한")]
    [InlineData("a\u0000\u0007b\u200bc\u00a0d\te", "a\u0000b c d e")]
    [InlineData("～", "～")]
    [InlineData("👨‍👩", "👨‍👩")]
    public void Text_becomes_what_the_rules_say(string text, string expected) => Assert.Equal(expected, Normalize(text));

    [Fact]
    public void Single_characters_become_their_NFKC()
    {
        int changed = 0;
        for (int c = 0xA0; c < 0x30000; c++)
        {
            if (c is >= 0xD800 and <= 0xDFFF or >= 0xFDD0 and <= 0xFDEF || (c & 0xFFFE) == 0xFFFE) continue;
            string text = char.ConvertFromUtf32(c);
            string expected = text.Normalize(NormalizationForm.FormKC);
            if (c is 0x1680 or (>= 0x200B and <= 0x200F) or 0x2028 or 0x2029 or 0x2581 or 0xFEFF or 0xFFFD or 0xFF5E) continue;
            if (expected != text) changed++;
            Assert.Equal(expected, Normalize(text));
        }

        Assert.True(changed > 4000);
    }

    [Fact]
    public void The_map_is_as_compact_as_the_reference_s() => Assert.InRange(NmtNfkc.Compiled.Length, 150_000, 400_000);
}
