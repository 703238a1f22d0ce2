using System.Globalization;
using System.Text;

namespace Cocoon.Text;

/// <summary>Separates punctuation from words before SentencePiece sees them, as the authors of COCO-LM do it (<c>tokenization_cocolm.py</c>), and remembers where everything comes from.</summary>
/// <remarks>
/// White space ends at both ends; <c>``</c>, <c>''</c>, curly quotes and dashes become ASCII; runs of punctuation before and after a word
/// stand alone; English clitics ('s 'm 'd 't 'll 're 've) go back to their apostrophe. One instance serves one thread; a warm call allocates nothing.
/// </remarks>
internal sealed class CocoLmPreTokenizer
{
    private const string OneLetterClitics = "smdSMDtT";
    private static readonly string[] s_clitics = ["ll", "re", "ve", "LL", "RE", "VE"];

    private const string Curly = "‘’´“”—–", Plain = "'''\"\"--";

    private char[] _chars = new char[256];
    private int[] _starts = new int[256], _ends = new int[256];
    private int _length;

    /// <summary>The words, with one space between two of them.</summary>
    public ReadOnlySpan<char> Text => _chars.AsSpan(0, _length);

    /// <summary>The part of the original text that a part of <see cref="Text"/> comes from.</summary>
    public TokenSpan Original(TokenSpan part) =>
        part.Start < part.End ? new TokenSpan(_starts[part.Start], _ends[part.End - 1])
        : _length == 0 ? default
        : part.Start < _length ? new TokenSpan(_starts[part.Start], _starts[part.Start])
        : new TokenSpan(_ends[_length - 1], _ends[_length - 1]);

    /// <summary>Takes up a text.</summary>
    public void Run(ReadOnlySpan<char> text)
    {
        _length = 0;
        for (int at = 0; at < text.Length;)
        {
            if (IsSpace(text[at]))
            {
                at++;
                continue;
            }

            int end = at + 1;
            while (end < text.Length && !IsSpace(text[end])) end++;
            if (_length > 0) Append(' ', _ends[_length - 1], at);
            AppendWord(text, at, end);
            at = end;
        }

        if (Text.IndexOf("' ") < 0) return;
        AttachLetters();
        foreach (string clitic in s_clitics) Attach(clitic);
        CollapseSpaces();
    }

    private void AppendWord(ReadOnlySpan<char> text, int start, int end)
    {
        int first = _length;
        for (int at = start; at < end; at++)
        {
            char c = text[at];
            bool isDouble = c is '`' or '\'' && at + 1 < end && text[at + 1] == c;
            int curly = c < 0x80 ? -1 : Curly.IndexOf(c, StringComparison.Ordinal);
            Append(isDouble ? '"' : curly < 0 ? c : Plain[curly], at, isDouble ? at + 2 : at + 1);
            if (isDouble) at++;
        }

        int leading = LeadingPunctuation(_chars.AsSpan(first, _length - first));
        if (leading == _length - first) return;
        int trailing = TrailingPunctuation(_chars.AsSpan(first, _length - first));
        if (trailing > 0) InsertSpace(_length - trailing);
        if (leading > 0) InsertSpace(first + leading);
    }

    /// <summary>Takes out the space between an apostrophe and a clitic of one letter.</summary>
    private void AttachLetters()
    {
        int written = 0;
        for (int read = 0; read < _length; read++)
        {
            Move(read, written++);
            var rest = Text[read..];
            bool matches = rest.Length > 2 && rest.StartsWith("' ") && OneLetterClitics.Contains(rest[2], StringComparison.Ordinal) && !StartsWithWordCharacter(rest[3..]);
            if (!matches) continue;
            read += 2;
            Move(read, written++);
        }

        _length = written;
    }

    /// <summary>Takes out the space between an apostrophe and a clitic of two letters; after capitals the space follows instead, as in the original.</summary>
    private void Attach(string clitic)
    {
        int written = 0;
        for (int read = 0; read < _length; read++)
        {
            Move(read, written++);
            var rest = Text[read..];
            bool matches = rest.StartsWith("' ") && rest[2..].StartsWith(clitic) && !StartsWithWordCharacter(rest[(2 + clitic.Length)..]);
            if (!matches) continue;
            read += 2;
            for (int i = 0; i < clitic.Length; i++) Move(read + i, written++);
            read += clitic.Length - 1;
            if (char.IsAsciiLetterLower(clitic[0])) continue;
            (_chars[written], _starts[written], _ends[written]) = (' ', _ends[written - 1], _ends[written - 1]);
            written++;
        }

        _length = written;
    }

    private void CollapseSpaces()
    {
        int written = 0;
        for (int read = 0; read < _length; read++)
            if (_chars[read] != ' ' || (written > 0 && _chars[written - 1] != ' ')) Move(read, written++);
        _length = written > 0 && _chars[written - 1] == ' ' ? written - 1 : written;
    }

    private void Move(int from, int to) => (_chars[to], _starts[to], _ends[to]) = (_chars[from], _starts[from], _ends[from]);

    private void InsertSpace(int at)
    {
        Append(' ', 0, 0);
        for (int i = _length - 1; i > at; i--) Move(i - 1, i);
        (_chars[at], _starts[at], _ends[at]) = (' ', _ends[at - 1], _ends[at - 1]);
    }

    private void Append(char c, int start, int end)
    {
        if (_length == _chars.Length)
        {
            Array.Resize(ref _chars, 2 * _length);
            Array.Resize(ref _starts, 2 * _length);
            Array.Resize(ref _ends, 2 * _length);
        }

        (_chars[_length], _starts[_length], _ends[_length]) = (c, start, end);
        _length++;
    }

    private static int LeadingPunctuation(ReadOnlySpan<char> word)
    {
        int at = 0;
        while (at < word.Length && StartsWithPunctuation(word[at..], out int length)) at += length;
        return at;
    }

    private static int TrailingPunctuation(ReadOnlySpan<char> word)
    {
        int at = word.Length;
        while (at > 0)
        {
            int length = at > 1 && char.IsSurrogatePair(word[at - 2], word[at - 1]) ? 2 : 1;
            if (!StartsWithPunctuation(word[(at - length)..], out _)) break;
            at -= length;
        }

        return word.Length - at;
    }

    /// <summary>True if a text starts with punctuation: an ASCII sign that is neither letter, digit nor space, or Unicode's category P.</summary>
    public static bool StartsWithPunctuation(ReadOnlySpan<char> text, out int length)
    {
        var category = Category(text, out length);
        return (text[0] < 0x80 && category is UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol or UnicodeCategory.ModifierSymbol && text[0] < 0x80)
            || category is >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation;
    }

    private static bool StartsWithWordCharacter(ReadOnlySpan<char> text) => !text.IsEmpty
        && (text[0] == '_' || Category(text, out _) is (>= UnicodeCategory.UppercaseLetter and <= UnicodeCategory.OtherLetter)
            or (>= UnicodeCategory.DecimalDigitNumber and <= UnicodeCategory.OtherNumber));

    private static UnicodeCategory Category(ReadOnlySpan<char> text, out int length)
    {
        bool isWhole = Rune.DecodeFromUtf16(text, out var rune, out length) == System.Buffers.OperationStatus.Done;
        length = Math.Max(length, 1);
        return isWhole ? Rune.GetUnicodeCategory(rune) : UnicodeCategory.Surrogate;
    }

    // Python's white space: .NET's, and four separators of ASCII.
    private static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001C' and <= '\u001F';
}
