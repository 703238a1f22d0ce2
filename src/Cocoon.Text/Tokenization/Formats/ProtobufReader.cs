using System.Buffers.Binary;

namespace Cocoon.Text;

/// <summary>Walks through the fields of a message in Protocol Buffers' wire format, and believes no length before it has compared it with the bytes left.</summary>
/// <param name="bytes">The message.</param>
/// <param name="start">Where the message lies in the file.</param>
/// <param name="path">The file, for messages to people.</param>
internal ref struct ProtobufReader(ReadOnlySpan<byte> bytes, int start, string path)
{
    private const int VarintType = 0, Fixed64Type = 1, BytesType = 2, Fixed32Type = 5;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;
    private int _wireType;

    /// <summary>Number of the field that <see cref="TryNext"/> found.</summary>
    public int Field { get; private set; }

    /// <summary>Offset in the file of what is read next.</summary>
    public readonly int Offset => start + _at;

    /// <summary>Goes to the next field; false at the end of the message. Its value must then be read or skipped.</summary>
    public bool TryNext()
    {
        if (_at == _bytes.Length) return false;
        ulong tag = Varint();
        _wireType = (int)(tag & 7);
        if (tag >> 3 is 0 or > (1 << 29) - 1) throw Refused($"names the field {tag >> 3}");
        Field = (int)(tag >> 3);
        if (_wireType is not (VarintType or Fixed64Type or BytesType or Fixed32Type)) throw Refused($"gives field {Field} the unknown wire type {_wireType}");
        return true;
    }

    /// <summary>A true or false value.</summary>
    public bool Boolean() => Integer() != 0;

    /// <summary>A whole number of up to 64 bits.</summary>
    public long Integer()
    {
        Expect(VarintType);
        return (long)Varint();
    }

    /// <summary>A single-precision number that is finite.</summary>
    public float Float()
    {
        Expect(Fixed32Type);
        float value = BinaryPrimitives.ReadSingleLittleEndian(Take(4));
        return float.IsFinite(value) ? value : throw Refused($"gives field {Field} the value {value}");
    }

    /// <summary>A string of bytes; a view of the file, not a copy.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        Expect(BytesType);
        ulong length = Varint();
        if (length > (ulong)(_bytes.Length - _at)) throw Refused($"gives field {Field} {length:N0} bytes, but only {_bytes.Length - _at:N0} are left");
        return Take((int)length);
    }

    /// <summary>Text in UTF-8.</summary>
    public string Text()
    {
        var bytes = Bytes();
        return System.Text.Unicode.Utf8.IsValid(bytes) ? System.Text.Encoding.UTF8.GetString(bytes) : throw Refused($"gives field {Field} text that is not UTF-8");
    }

    /// <summary>A message within this one.</summary>
    public ProtobufReader Message()
    {
        var bytes = Bytes();
        return new ProtobufReader(bytes, Offset - bytes.Length, path);
    }

    /// <summary>Passes over a field that nobody needs.</summary>
    public void Skip()
    {
        switch (_wireType)
        {
            case VarintType: Varint(); break;
            case Fixed64Type: Take(8); break;
            case Fixed32Type: Take(4); break;
            default: Bytes(); break;
        }
    }

    /// <summary>What is wrong just before the current offset.</summary>
    public readonly CorpusException Refused(string what) =>
        new(path, $"byte {Offset} {what}. This is no SentencePiece model, or it is damaged: fetch or train it again.");

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte b = Take(1)[0];
            if (shift == 63 && b > 1) break;
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }

        throw Refused("ends a number of more than 64 bits");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - _at) throw Refused($"needs {count} more bytes, but only {_bytes.Length - _at} are left");
        _at += count;
        return _bytes.Slice(_at - count, count);
    }

    private readonly void Expect(int wireType)
    {
        if (_wireType != wireType) throw Refused($"gives field {Field} the wire type {_wireType} instead of {wireType}");
    }
}
