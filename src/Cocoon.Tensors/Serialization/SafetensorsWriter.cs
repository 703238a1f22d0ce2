using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Cocoon.Tensors;

/// <summary>Writes tensors of 32-bit floats to a stream in the safetensors format, one after the other, without copying them whole.</summary>
/// <remarks>Format: https://huggingface.co/docs/safetensors. The header is padded with spaces so that the data starts at a multiple of 8 bytes.
/// Tensors lie in the order of the layout; the same input gives the same bytes.</remarks>
public sealed class SafetensorsWriter
{
    /// <summary>Largest header that readers accept, in bytes.</summary>
    public const int LongestHeader = 100_000_000;

    private const int Chunk = 1 << 20; // floats

    private readonly Stream _stream;
    private readonly IReadOnlyList<TensorLayout> _layout;
    private int _next;

    /// <summary>Writes the header.</summary>
    /// <param name="stream">Where to write, from its present position.</param>
    /// <param name="layout">Every tensor that will follow, in order.</param>
    /// <param name="metadata">Notes for readers.</param>
    /// <exception cref="ArgumentException">Two tensors have one name, or one is named <c>__metadata__</c>, or the header is too long.</exception>
    public SafetensorsWriter(Stream stream, IReadOnlyList<TensorLayout> layout, IReadOnlyDictionary<string, string> metadata)
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Safetensors files are little-endian; this machine is not.");
        (_stream, _layout) = (stream, layout);
        var header = Header(layout, metadata);
        int padded = (header.WrittenCount + 7) / 8 * 8;
        if (padded > LongestHeader) throw new ArgumentException($"A header of {padded} bytes is longer than the format allows.", nameof(layout));
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)padded);
        stream.Write(length);
        stream.Write(header.WrittenSpan);
        stream.Write("       "u8[..(padded - header.WrittenCount)]);
    }

    /// <summary>Writes the elements of the next tensor.</summary>
    /// <exception cref="InvalidOperationException">There is none left, or it has another number of elements.</exception>
    public void Write(ReadOnlySpan<float> values)
    {
        if (_next == _layout.Count) throw new InvalidOperationException("All tensors of the layout are written.");
        var tensor = _layout[_next++];
        if (tensor.Length != values.Length)
            throw new InvalidOperationException($"'{tensor.Name}' was announced with {tensor.Length} elements, but {values.Length} came.");
        for (int i = 0; i < values.Length; i += Chunk)
            _stream.Write(MemoryMarshal.AsBytes(values.Slice(i, Math.Min(Chunk, values.Length - i))));
    }

    /// <summary>Checks that nothing is missing.</summary>
    /// <exception cref="InvalidOperationException">A tensor of the layout was not written.</exception>
    public void Complete()
    {
        if (_next != _layout.Count) throw new InvalidOperationException($"'{_layout[_next].Name}' was announced but not written.");
    }

    private static ArrayBufferWriter<byte> Header(IReadOnlyList<TensorLayout> layout, IReadOnlyDictionary<string, string> metadata)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { SafetensorsFile.MetadataKey };
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        if (metadata.Count > 0)
        {
            json.WriteStartObject(SafetensorsFile.MetadataKey);
            foreach (var (key, value) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal)) json.WriteString(key, value);
            json.WriteEndObject();
        }
        long offset = 0;
        foreach (var tensor in layout)
        {
            if (!names.Add(tensor.Name)) throw new ArgumentException($"A file cannot hold two tensors named '{tensor.Name}'.", nameof(layout));
            long end = checked(offset + tensor.Length * sizeof(float));
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", "F32");
            json.WriteStartArray("shape");
            foreach (int size in tensor.Shape) json.WriteNumberValue(size);
            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offset);
            json.WriteNumberValue(end);
            json.WriteEndArray();
            json.WriteEndObject();
            offset = end;
        }
        json.WriteEndObject();
        json.Flush();
        return buffer;
    }
}
