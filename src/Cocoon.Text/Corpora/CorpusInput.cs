using System.Buffers;

namespace Cocoon.Text;

/// <summary>One open file of a corpus and the documents in it.</summary>
internal sealed class CorpusInput : IDisposable
{
    private readonly CorpusFile _file;
    private readonly int _number;
    private readonly CorpusOptions _options;
    private readonly Stream _stream;
    private readonly Stream _content;
    private readonly LineReader _lines;
    private readonly ArrayBufferWriter<byte> _pending = new();

    /// <param name="file">The file.</param>
    /// <param name="number">Its number in the corpus.</param>
    /// <param name="options">How to read it.</param>
    public CorpusInput(CorpusFile file, int number, CorpusOptions options) : this(file, number, options, Open(file))
    {
    }

    /// <summary>Reads what is open already.</summary>
    internal CorpusInput(CorpusFile file, int number, CorpusOptions options, Stream stream)
    {
        (_file, _number, _options, _stream) = (file, number, options, stream);
        try
        {
            if (file.IsGzip) CheckMagic();
            _content = file.IsGzip ? new GzipInput(file.Path, _stream) : _stream;
            _lines = new LineReader(_content, file.Path, options.MaxDocumentBytes);
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    /// <summary>Bytes of the file consumed so far, as they lie on disk.</summary>
    public long Position => Math.Min(_stream.Position, _file.Bytes);

    /// <summary>Goes to a document that was read before; to be called before anything is read.</summary>
    /// <exception cref="CorpusException">The file ends before it.</exception>
    public void Seek(DocumentPlace place)
    {
        if (_content is not GzipInput) _stream.Position = place.Offset;
        else Skip(place.Offset);
        _lines.StartAt(place.Line, place.Offset);
    }

    /// <summary>A line of JSON for the document that was read last: its own, or one with its text alone.</summary>
    public byte[] JsonOf(Document document)
    {
        if (!_file.IsJsonLines) return JsonLine.Write(_options.TextField, document.Text);
        var line = _lines.Current;
        if (_lines.Line == 1) line = line[StrictUtf8.SkipMark(line, _file.Path)..];
        return [.. line.TrimEnd("\r\n"u8), (byte)'\n'];
    }

    /// <summary>The next document that is not blank.</summary>
    public bool TryRead(out Document document) => _file.IsJsonLines ? TryReadJson(out document) : TryReadText(out document);

    // Compressed data has no places to go to: what lies before is decompressed and thrown away.
    private void Skip(long bytes)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            while (bytes > 0)
            {
                int read = _content.Read(buffer, 0, (int)Math.Min(buffer.Length, bytes));
                if (read == 0) throw new CorpusException(_file.Path, $"ends {bytes:N0} bytes before the document that was read from it earlier: it was changed since. Restore it.");
                bytes -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool TryReadJson(out Document document)
    {
        while (_lines.TryRead(out var line))
        {
            int mark = _lines.Line == 1 ? StrictUtf8.SkipMark(line, _file.Path) : 0;
            StrictUtf8.Check(line, _file.Path, _lines.Offset, _lines.Line);
            line = line[mark..];
            if (line.Trim(" \t\r\n"u8).IsEmpty) continue;
            var (text, cuts) = JsonLine.Text(line, _options.TextField, _file.Path, _lines.Line, _options.TextFieldOption);
            if (string.IsNullOrWhiteSpace(text)) continue;
            document = new Document(text, _file.Name, new DocumentPlace(_number, _lines.Line, _lines.Offset)) { Cuts = cuts };
            return true;
        }

        document = default;
        return false;
    }

    private bool TryReadText(out Document document)
    {
        while (TryGather(out long line, out long offset))
        {
            string text = StrictUtf8.Decode(_pending.WrittenSpan, _file.Path, offset, line);
            document = new Document(text, _file.Name, new DocumentPlace(_number, line, offset));
            if (!string.IsNullOrWhiteSpace(text)) return true;
        }

        document = default;
        return false;
    }

    /// <summary>Collects the lines of one document; false at the end of the file.</summary>
    private bool TryGather(out long first, out long offset)
    {
        _pending.ResetWrittenCount();
        (first, offset) = (0, 0);
        while (_lines.TryRead(out var line))
        {
            int mark = _lines.Line == 1 ? StrictUtf8.SkipMark(line, _file.Path) : 0;
            bool blank = line[mark..].Trim(" \t\r\n\f\v"u8).IsEmpty;
            if (blank && _pending.WrittenCount == 0) continue;
            if (blank && _options.Separator == DocumentSeparator.BlankLine) break;
            if (_pending.WrittenCount == 0) (first, offset) = (_lines.Line, _lines.Offset + mark);
            if (_pending.WrittenCount + line.Length > _options.MaxDocumentBytes) throw TooLong(first);
            _pending.Write(line[mark..]);
        }

        return _pending.WrittenCount > 0;
    }

    private CorpusException TooLong(long line) => new(_file.Path,
        $"the document that starts at line {line} is longer than {_options.MaxDocumentBytes:N0} bytes. " +
        (_options.Separator == DocumentSeparator.File
            ? "If the file holds many documents, separate them by blank lines and set CorpusOptions.Separator to BlankLine; else raise CorpusOptions.MaxDocumentBytes."
            : "Split it, or raise CorpusOptions.MaxDocumentBytes."));

    private void CheckMagic()
    {
        bool gzip = _stream.ReadByte() == 0x1F && _stream.ReadByte() == 0x8B;
        if (!gzip) throw new CorpusException(_file.Path, "is not compressed with gzip, although its name ends in .gz. Rename it, or compress it.");
        _stream.Position = 0;
    }

    private static FileStream Open(CorpusFile file)
    {
        try
        {
            return new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CorpusException(file.Path, $"cannot be opened: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        _content.Dispose();
        _stream.Dispose();
    }
}
