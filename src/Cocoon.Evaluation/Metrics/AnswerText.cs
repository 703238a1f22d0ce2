using System.Text;

namespace Cocoon.Evaluation;

/// <summary>Answers as SQuAD compares them: what differs in case, punctuation, articles and space only is the same.</summary>
/// <remarks>
/// The function <c>normalize_answer</c> of <c>evaluate-v1.1.py</c> and <c>evaluate-v2.0.py</c> (Rajpurkar et al. 2016 and 2018, arXiv:1606.05250 and arXiv:1806.03822):
/// small letters; ASCII punctuation deleted; the words "a", "an" and "the" replaced by a space; then divided at white space. Words and white space are Python's.
/// Deviation: two small letters that depend on more than their capital ("İ", and "Σ" at the end of a word) are mapped alone.
/// </remarks>
public static class AnswerText
{
    /// <summary>The words that are compared.</summary>
    public static string[] Words(string answer)
    {
        string text = string.Concat(answer.ToLowerInvariant().Where(c => !(char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c)))));
        var kept = new StringBuilder(text.Length);
        for (int start = 0; start < text.Length;)
        {
            int end = start;
            while (end < text.Length && Rune.TryGetRuneAt(text, end, out var rune) && IsOfWord(rune)) end += rune.Utf16SequenceLength;
            if (text.AsSpan(start, end - start) is "a" or "an" or "the") kept.Append(' ');
            else kept.Append(text, start, end - start);
            if (end < text.Length) kept.Append(IsSpace(text[end]) ? ' ' : text[end]);
            start = end + 1;
        }
        return kept.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    // Python's \w without the underscore, which is punctuation here; .NET's counts combining marks, but no fractions and exponents.
    private static bool IsOfWord(Rune rune) => Rune.IsLetter(rune) || Rune.IsNumber(rune);

    // Python's str.split also divides at the four ASCII separators.
    private static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\x1C' and <= '\x1F';
}
