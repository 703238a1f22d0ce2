namespace Cocoon.Text;

/// <summary>Normalizes text and cuts it into words in one pass, without keeping more than the current word.</summary>
/// <remarks>
/// The same words and offsets as the Hugging Face library's BertNormalizer followed by its BertPreTokenizer.
/// A code unit without its partner (impossible in decoded files) counts as U+FFFD.
/// </remarks>
/// <param name="actions">What each code point becomes.</param>
/// <param name="maxLength">Code points of a word that are kept; the rest only makes it overlong.</param>
internal abstract class WordScanner(CharacterActions actions, int maxLength)
{
    private readonly MarkRun _run = new(actions);
    private char[] _word = new char[64];
    private int[] _starts = new int[64], _ends = new int[64];
    private int _length, _codePoints, _lastEnd;

    /// <summary>Number added to all offsets: where the scanned text starts in the original.</summary>
    protected int Shift { get; set; }

    /// <summary>The current word, normalized.</summary>
    protected ReadOnlySpan<char> Word => _word.AsSpan(0, _length);

    /// <summary>True if the current word has more code points than are kept.</summary>
    protected bool IsOverlong => _codePoints > maxLength;

    /// <summary>Called at the end of each word.</summary>
    protected abstract void OnWord();

    /// <summary>The part of the original text that <paramref name="length"/> code units of the word from <paramref name="start"/> come from.</summary>
    protected TokenSpan SpanOf(int start, int length) => new(Shift + _starts[start], Shift + _ends[start + length - 1]);

    /// <summary>The part of the original text that the whole word comes from.</summary>
    protected TokenSpan SpanOfWord => new(Shift + _starts[0], Shift + _lastEnd);

    /// <summary>Walks through the text and reports its words.</summary>
    protected void Scan(ReadOnlySpan<char> text)
    {
        for (int i = 0; i < text.Length;)
        {
            int codePoint = text[i];
            int next = i + 1;
            if (char.IsSurrogate((char)codePoint)) next = i + CodePoint.Read(text, i, out codePoint);
            uint entry = actions[codePoint];
            switch (CharacterActions.Kind(entry))
            {
                case CharacterActions.Letter: Append(CharacterActions.Value(entry), i, next); break;
                case CharacterActions.Space: EndWord(); break;
                case CharacterActions.Alone: AppendAlone(CharacterActions.Value(entry), i, next); break;
                case CharacterActions.Sequence:
                    foreach (int c in actions.SequenceAt(CharacterActions.Value(entry))) AppendAny(c, i, next);
                    break;
                case CharacterActions.Hangul: AppendHangul(codePoint, i, next); break;
                case CharacterActions.Mark:
                    next = _run.Gather(text, i);
                    for (int k = 0; k < _run.Count; k++) AppendAny(_run[k].CodePoint, _run[k].Start, _run[k].End);
                    break;
                default: break; // Skip
            }

            i = next;
        }

        EndWord();
    }

    private void AppendAny(int codePoint, int start, int end)
    {
        if (actions.IsPunctuation(codePoint)) AppendAlone(codePoint, start, end);
        else Append(codePoint, start, end);
    }

    private void AppendAlone(int codePoint, int start, int end)
    {
        EndWord();
        Append(codePoint, start, end);
        EndWord();
    }

    private void AppendHangul(int syllable, int start, int end)
    {
        var (leading, vowel, trailing) = Hangul.Decompose(syllable);
        Append(leading, start, end);
        Append(vowel, start, end);
        if (trailing != 0) Append(trailing, start, end);
    }

    private void Append(int codePoint, int start, int end)
    {
        _lastEnd = end;
        if (++_codePoints > maxLength) return;
        if (_length + 2 > _word.Length) Grow();
        _starts[_length] = start;
        _ends[_length] = end;
        if (codePoint < 0x10000)
        {
            _word[_length++] = (char)codePoint;
            return;
        }

        _starts[_length + 1] = start;
        _ends[_length + 1] = end;
        _word[_length++] = (char)(0xD800 + ((codePoint - 0x10000) >> 10));
        _word[_length++] = (char)(0xDC00 + ((codePoint - 0x10000) & 0x3FF));
    }

    private void EndWord()
    {
        if (_codePoints == 0) return;
        OnWord();
        (_length, _codePoints) = (0, 0);
    }

    private void Grow()
    {
        Array.Resize(ref _word, 2 * _word.Length);
        Array.Resize(ref _starts, _word.Length);
        Array.Resize(ref _ends, _word.Length);
    }
}
