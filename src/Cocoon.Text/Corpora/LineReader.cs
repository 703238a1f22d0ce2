namespace Cocoon.Text;

/// <summary>Cuts a stream of bytes into lines without decoding them; memory is bounded by the longest line allowed.</summary>
internal sealed class LineReader(Stream stream, string path, int maxBytes)
{
    private byte[] _buffer = new byte[1 << 16];
    private int _start, _end;
    private bool _ended;

    /// <summary>Number of the last line read, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Offset of the last line's first byte in the (decompressed) stream.</summary>
    public long Offset { get; private set; }

    private long _next;

    /// <summary>The last line read, until the next is.</summary>
    public ReadOnlySpan<byte> Current => _buffer.AsSpan(_start - (int)(_next - Offset), (int)(_next - Offset));

    /// <summary>Says where in the file the stream stands before anything is read.</summary>
    public void StartAt(long line, long offset) => (Line, _next) = (line - 1, offset);

    /// <summary>The next line with its line feed, if it has one. The span lives until the next call.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        int searched = 0;
        while (true)
        {
            int at = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (at >= 0) { line = Take(searched + at + 1); return true; }
            searched = _end - _start;
            if (searched > maxBytes) throw TooLong();
            if (_ended)
            {
                line = searched > 0 ? Take(searched) : default;
                return searched > 0;
            }
            Fill();
        }
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > maxBytes) throw TooLong();
        Line++;
        (Offset, _next) = (_next, _next + length);
        _start += length;
        return _buffer.AsSpan(_start - length, length);
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length) Array.Resize(ref _buffer, (int)Math.Min(2L * _buffer.Length, maxBytes + (1L << 16)));
        int read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _ended = read == 0;
    }

    private CorpusException TooLong() => new(path,
        $"line {Line + 1} (byte {_next}) is longer than {maxBytes:N0} bytes. Split it, or raise CorpusOptions.MaxDocumentBytes.");
}
