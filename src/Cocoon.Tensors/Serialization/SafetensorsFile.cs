using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Cocoon.Tensors;

/// <summary>A safetensors file opened for reading: its header checked against every rule of the format, its data read on demand.</summary>
/// <remarks>
/// Refused: a header longer than 100,000,000 bytes or than the file, text around the header's object, duplicate or unknown keys, sizes that
/// overflow, data that overlaps, leaves holes, or does not end with the file. No length is believed before it is compared with the bytes there are,
/// so a hostile file costs at most memory in proportion to its own size. Values are not checked: NaN and infinity are allowed.
/// </remarks>
public sealed class SafetensorsFile
{
    internal const string MetadataKey = "__metadata__";
    private const int Chunk = 1 << 20; // floats

    private readonly Stream _stream;
    private readonly string _file;
    private readonly long _dataStart;
    private readonly SortedDictionary<string, SafetensorsEntry> _entries;

    /// <summary>Reads and checks the header.</summary>
    /// <param name="stream">The whole file, seekable; stays the caller's to close.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="SafetensorsException">The file breaks a rule of the format.</exception>
    public SafetensorsFile(Stream stream, string file)
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Safetensors files are little-endian; this machine is not.");
        (_stream, _file) = (stream, file);
        long size = stream.Length;
        if (size < sizeof(ulong)) throw new SafetensorsException(file, size, "The file is too short to be safetensors: it has no header length.");
        stream.Position = 0;
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        ReadExactly(prefix);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > SafetensorsWriter.LongestHeader)
            throw new SafetensorsException(file, 0, $"The header claims {length} bytes; at most {SafetensorsWriter.LongestHeader} are allowed. Is this a safetensors file?");
        if (length > (ulong)(size - sizeof(ulong)))
            throw new SafetensorsException(file, 0, $"The header claims {length} bytes, but {size - sizeof(ulong)} follow. Was the file cut off?");
        byte[] header = new byte[length];
        ReadExactly(header);
        _dataStart = sizeof(ulong) + (long)length;
        (_entries, Metadata) = SafetensorsHeader.Parse(header, file, size - _dataStart);
    }

    /// <summary>The tensors by name, in ordinal order.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => _entries;

    /// <summary>The writer's notes.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads a tensor of that many 32-bit floats, whatever its shape.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="destination">Where its elements go; all of them are overwritten.</param>
    /// <exception cref="SafetensorsException">It is missing, has another number or type of elements, or cannot be read.</exception>
    public void Read(string name, Span<float> destination)
    {
        var entry = Find(name);
        if ((entry.End - entry.Start) / sizeof(float) != destination.Length)
            throw Refuse(entry, $"has shape {entry.ShapeText}; {destination.Length} elements are needed.");
        _stream.Position = _dataStart + entry.Start;
        for (int i = 0; i < destination.Length; i += Chunk)
            ReadExactly(MemoryMarshal.AsBytes(destination.Slice(i, Math.Min(Chunk, destination.Length - i))));
    }

    /// <summary>Reads a tensor into a matrix of the same shape; a vector fits a matrix of one row.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="destination">Where its elements go.</param>
    /// <exception cref="SafetensorsException">It is missing, has another shape or type, or cannot be read.</exception>
    public void Read(string name, Tensor destination)
    {
        var entry = Find(name);
        bool fits = entry.Shape.Count switch
        {
            1 => destination.Rows == 1 && entry.Shape[0] == destination.Columns,
            2 => entry.Shape[0] == destination.Rows && entry.Shape[1] == destination.Columns,
            _ => false,
        };
        if (!fits) throw Refuse(entry, $"has shape {entry.ShapeText}; {destination} is needed.");
        Read(name, destination.Values);
    }

    private SafetensorsEntry Find(string name)
    {
        if (!_entries.TryGetValue(name, out var entry))
            throw new SafetensorsException(_file, sizeof(ulong), $"There is no tensor '{name}' among the {_entries.Count} of the header.");
        if (entry.DataType != "F32") throw Refuse(entry, $"has elements of type {entry.DataType}; convert the file to F32.");
        return entry;
    }

    private SafetensorsException Refuse(SafetensorsEntry entry, string problem) => new(_file, _dataStart + entry.Start, $"'{SafetensorsHeader.Shown(entry.Name)}' {problem}");

    private void ReadExactly(Span<byte> destination)
    {
        long position = _stream.Position;
        int read = _stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        if (read < destination.Length) throw new SafetensorsException(_file, position + read, "The file ends here, before its data do. Was it cut off while it was read?");
    }
}
