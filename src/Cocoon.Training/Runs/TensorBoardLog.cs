using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Cocoon.Text;

namespace Cocoon.Training;

/// <summary>Scalars and text as TensorBoard event files.</summary>
/// <remarks>
/// TFRecord framing: length, masked CRC32C of the length, data, masked CRC32C of the data. The messages are <c>tensorflow.Event</c>
/// {1: wall_time double, 2: step int64, 3: file_version string, 5: summary {1: value {1: tag string, 2: simple_value float}}}, few enough to write by hand.
/// Text is a value {1: tag, 8: tensor {1: dtype = 7, 2: shape {}, 8: string_val}, 9: metadata {1: plugin_data {1: plugin_name = "text"}}}.
/// </remarks>
public sealed class TensorBoardLog : IDisposable
{
    private const byte StringType = 7; // tensorflow.DT_STRING

    private readonly FileStream _stream;
    private readonly TimeProvider _time;
    private readonly MemoryStream _event = new(), _value = new(), _summary = new();

    /// <param name="folder">Where the file goes; created.</param>
    /// <param name="time">The clock of wall_time.</param>
    public TensorBoardLog(string folder, TimeProvider time)
    {
        _time = time;
        Directory.CreateDirectory(folder);
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        string path;
        int session = 0;
        do path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{now}.cocoon.{Environment.ProcessId}.{session++}"));
        while (File.Exists(path));
        _stream = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        BeginEvent(null);
        Text(_event, 3, "brain.Event:2");
        EndEvent();
    }

    /// <summary>Adds one point of a curve.</summary>
    public void Scalar(string tag, long step, double value)
    {
        _value.SetLength(0);
        Text(_value, 1, tag);
        _value.WriteByte(2 << 3 | 5);
        Span<byte> bits = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bits, (float)value);
        _value.Write(bits);
        _summary.SetLength(0);
        Bytes(_summary, 1, _value);
        BeginEvent(step);
        Bytes(_event, 5, _summary);
        EndEvent();
    }

    /// <summary>Adds a text, shown as Markdown.</summary>
    public void Text(string tag, long step, string text)
    {
        _value.SetLength(0);
        Text(_value, 1, tag);
        _summary.SetLength(0);
        _summary.Write([1 << 3, StringType, 2 << 3 | 2, 0]);
        Text(_summary, 8, text);
        Bytes(_value, 8, _summary);
        _value.Write([9 << 3 | 2, 8, 1 << 3 | 2, 6, 1 << 3 | 2, 4, .. "text"u8]);
        _summary.SetLength(0);
        Bytes(_summary, 1, _value);
        BeginEvent(step);
        Bytes(_event, 5, _summary);
        EndEvent();
    }

    /// <summary>Hands everything to the system.</summary>
    public void Flush() => _stream.Flush();

    public void Dispose() => _stream.Dispose();

    private void BeginEvent(long? step)
    {
        _event.SetLength(0);
        _event.WriteByte(1 << 3 | 1);
        Span<byte> bits = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bits, _time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
        _event.Write(bits);
        if (step is null) return;
        _event.WriteByte(2 << 3);
        Varint(_event, (ulong)step.Value);
    }

    private void EndEvent()
    {
        var data = _event.GetBuffer().AsSpan(0, (int)_event.Length);
        Span<byte> header = stackalloc byte[sizeof(ulong) + sizeof(uint)], footer = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[sizeof(ulong)..], Masked(header[..sizeof(ulong)]));
        BinaryPrimitives.WriteUInt32LittleEndian(footer, Masked(data));
        _stream.Write(header);
        _stream.Write(data);
        _stream.Write(footer);
    }

    private static uint Masked(ReadOnlySpan<byte> data)
    {
        uint crc = Crc32C.Of(data);
        return (crc >> 15 | crc << 17) + 0xa282ead8;
    }

    private static void Text(MemoryStream target, int field, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        target.WriteByte((byte)(field << 3 | 2));
        Varint(target, (ulong)bytes.Length);
        target.Write(bytes);
    }

    private static void Bytes(MemoryStream target, int field, MemoryStream content)
    {
        target.WriteByte((byte)(field << 3 | 2));
        Varint(target, (ulong)content.Length);
        target.Write(content.GetBuffer(), 0, (int)content.Length);
    }

    private static void Varint(MemoryStream target, ulong value)
    {
        for (; value >= 0x80; value >>= 7) target.WriteByte((byte)(value | 0x80));
        target.WriteByte((byte)value);
    }
}
