namespace Cocoon.Text;

/// <summary>A piece of text on its way through normalizers: every code unit knows the part of the original that it stands for.</summary>
/// <remarks>
/// The same bookkeeping as the reference library's NormalizedString, with UTF-16 code units where that has bytes. A change consists of code points,
/// each of which replaces the next one of the old text (0), replaces it and removes n more (−n), or is inserted (+1) and then shares the place of
/// the code unit before. Reusable; not thread-safe.
/// </remarks>
internal sealed class NormalizedText
{
    private char[] _chars = new char[64], _newChars = new char[64];
    private int[] _starts = new int[64], _newStarts = new int[64];
    private int[] _ends = new int[64], _newEnds = new int[64];
    private int _length, _newLength, _at, _end;
    private TokenSpan _original;

    /// <summary>The text as it is now.</summary>
    public ReadOnlySpan<char> Chars => _chars.AsSpan(0, _length);

    /// <summary>Where each code unit begins in the original.</summary>
    public ReadOnlySpan<int> Starts => _starts.AsSpan(0, _length);

    /// <summary>Where each code unit ends in the original.</summary>
    public ReadOnlySpan<int> Ends => _ends.AsSpan(0, _length);

    /// <summary>The part of the original that this piece was made from.</summary>
    public TokenSpan Original => _original;

    public bool IsEmpty => _length == 0;

    /// <summary>Starts with a piece of the original, which begins there at <paramref name="shift"/>; half pairs become U+FFFD.</summary>
    public void Load(ReadOnlySpan<char> text, int shift)
    {
        Reserve(text.Length);
        for (int i = 0; i < text.Length;)
        {
            int width = CodePoint.Read(text, i, out int codePoint);
            if (codePoint == CodePoint.Replacement) _chars[i] = '\uFFFD';
            else text.Slice(i, width).CopyTo(_chars.AsSpan(i));
            _starts.AsSpan(i, width).Fill(shift + i);
            _ends.AsSpan(i, width).Fill(shift + i + width);
            i += width;
        }

        (_length, _original) = (text.Length, new TokenSpan(shift, shift + text.Length));
    }

    /// <summary>Starts with a piece that was normalized before.</summary>
    public void Load(ReadOnlySpan<char> chars, ReadOnlySpan<int> starts, ReadOnlySpan<int> ends, TokenSpan original)
    {
        Reserve(chars.Length);
        chars.CopyTo(_chars);
        starts.CopyTo(_starts);
        ends.CopyTo(_ends);
        (_length, _original) = (chars.Length, original);
    }

    /// <summary>Starts to change the whole text; the first <paramref name="skipped"/> code points go away.</summary>
    public void BeginChange(int skipped = 0)
    {
        int start = 0;
        // The library looks the whole original up in the alignment, which leaves out what stands for nothing at the start.
        if (_original.Start == _original.End) BeginChange(0, 0, 0);
        else
        {
            while (start < _length && _starts[start] == _ends[start]) start++;
            BeginChange(start, _length, skipped);
        }
    }

    /// <summary>Starts to change a part; its first <paramref name="skipped"/> code points go away.</summary>
    public void BeginChange(int start, int end, int skipped)
    {
        (_newLength, _at, _end) = (0, 0, _length);
        Keep(start);
        (_at, _end) = (start, end);
        for (int i = 0; i < skipped; i++) _at += WidthAt(_at);
    }

    /// <summary>Adds a code point of the changed text.</summary>
    public void Put(int codePoint, int change)
    {
        int place = change > 0 ? _at - 1 : Math.Min(_at, _length - 1);
        var span = place < 0 ? new TokenSpan(_original.Start, _original.Start) : new TokenSpan(_starts[place], _ends[place]);
        for (; change <= 0; change++) _at += WidthAt(_at);
        if (_newLength + 2 > _newChars.Length) Grow(_newLength + 2);
        int width = CodePoint.Write(codePoint, _newChars.AsSpan(_newLength));
        _newStarts.AsSpan(_newLength, width).Fill(span.Start);
        _newEnds.AsSpan(_newLength, width).Fill(span.End);
        _newLength += width;
    }

    /// <summary>Keeps the old text as it is up to <paramref name="end"/>.</summary>
    public void Keep(int end)
    {
        int length = end - _at;
        if (length <= 0) return;
        if (_newLength + length > _newChars.Length) Grow(_newLength + length);
        _chars.AsSpan(_at, length).CopyTo(_newChars.AsSpan(_newLength));
        _starts.AsSpan(_at, length).CopyTo(_newStarts.AsSpan(_newLength));
        _ends.AsSpan(_at, length).CopyTo(_newEnds.AsSpan(_newLength));
        (_newLength, _at) = (_newLength + length, end);
    }

    /// <summary>Goes on behind <paramref name="end"/>; what was not kept goes away.</summary>
    public void Drop(int end) => _at = end;

    /// <summary>Makes the changed text the text; what lies behind the changed part stays.</summary>
    public void EndChange()
    {
        (_at, _end) = (_end, _length);
        Keep(_length);
        (_chars, _newChars) = (_newChars, _chars);
        (_starts, _newStarts) = (_newStarts, _starts);
        (_ends, _newEnds) = (_newEnds, _ends);
        _length = _newLength;
    }

    private int WidthAt(int at) => at >= _end ? 0 : at + 1 < _end && char.IsHighSurrogate(_chars[at]) ? 2 : 1;

    private void Reserve(int length)
    {
        if (length <= _chars.Length) return;
        int size = Math.Max(length, 2 * _chars.Length);
        (_chars, _starts, _ends) = (new char[size], new int[size], new int[size]);
    }

    private void Grow(int length)
    {
        int size = Math.Max(length, 2 * _newChars.Length);
        Array.Resize(ref _newChars, size);
        Array.Resize(ref _newStarts, size);
        Array.Resize(ref _newEnds, size);
    }
}
