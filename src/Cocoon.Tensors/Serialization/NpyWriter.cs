using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Cocoon.Tensors;

/// <summary>Writes rows of 32-bit floats as NumPy's .npy, without knowing beforehand how many there will be.</summary>
/// <remarks>Format version 1.0 (NumPy, NEP 1): a header of fixed length, written again at the end with the number of rows, then the rows.</remarks>
public sealed class NpyWriter
{
    private const int HeaderLength = 128, PrefixLength = 10; // the data start at a multiple of 64 bytes

    private readonly Stream _stream;
    private readonly int _columns;
    private long _rows;

    /// <summary>Begins the array.</summary>
    /// <param name="stream">Where to write; empty and seekable.</param>
    /// <param name="columns">Elements of a row.</param>
    public NpyWriter(Stream stream, int columns)
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("The array is written little-endian; this machine is not.");
        (_stream, _columns) = (stream, columns);
        WriteHeader();
    }

    /// <summary>Writes one row.</summary>
    /// <exception cref="ArgumentException">It has another number of elements.</exception>
    public void Write(ReadOnlySpan<float> row)
    {
        if (row.Length != _columns) throw new ArgumentException($"A row of {row.Length} elements in an array of {_columns} columns.", nameof(row));
        _stream.Write(MemoryMarshal.AsBytes(row));
        _rows++;
    }

    /// <summary>Tells the header how many rows there are.</summary>
    public void Complete()
    {
        _stream.Position = 0;
        WriteHeader();
        _stream.Position = _stream.Length;
    }

    private void WriteHeader()
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        header.Fill((byte)' ');
        header[0] = 0x93;
        "NUMPY\u0001\0"u8.CopyTo(header[1..]);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], HeaderLength - PrefixLength);
        Encoding.ASCII.GetBytes(FormattableString.Invariant($"{{'descr': '<f4', 'fortran_order': False, 'shape': ({_rows}, {_columns}), }}"), header[PrefixLength..]);
        header[^1] = (byte)'\n';
        _stream.Write(header);
    }
}
