using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Unicode;

namespace Cocoon.Tensors;

/// <summary>Parses the header of a safetensors file and trusts nothing in it.</summary>
internal ref struct SafetensorsHeader
{
    private static readonly FrozenDictionary<string, int> s_elementSizes = new Dictionary<string, int>
    {
        ["BOOL"] = 1, ["U8"] = 1, ["I8"] = 1, ["F8_E5M2"] = 1, ["F8_E4M3"] = 1, ["I16"] = 2, ["U16"] = 2, ["F16"] = 2, ["BF16"] = 2,
        ["I32"] = 4, ["U32"] = 4, ["F32"] = 4, ["I64"] = 8, ["U64"] = 8, ["F64"] = 8,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly string _file;
    private readonly SortedDictionary<string, SafetensorsEntry> _entries = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private Utf8JsonReader _json;

    private SafetensorsHeader(ReadOnlySpan<byte> header, string file)
    {
        _file = file;
        _json = new(header, new JsonReaderOptions { MaxDepth = 4 });
    }

    public static (SortedDictionary<string, SafetensorsEntry> Entries, SortedDictionary<string, string> Metadata) Parse(ReadOnlySpan<byte> header, string file, long dataLength)
    {
        if (header.IsEmpty || header[0] != '{') throw new SafetensorsException(file, sizeof(ulong), "The header does not start with '{'. Is this a safetensors file?");
        if (!Utf8.IsValid(header)) throw new SafetensorsException(file, sizeof(ulong), "The header is not UTF-8.");
        var parser = new SafetensorsHeader(header, file);
        try
        {
            parser.ReadAll();
        }
        catch (JsonException error)
        {
            throw parser.Refuse($"The header is not JSON: {Shown(error.Message)}");
        }
        catch (InvalidOperationException)   // a string with half a surrogate pair
        {
            throw parser.Refuse("The header has a string that is not Unicode.");
        }
        parser.CheckCoverage(sizeof(ulong) + header.Length, dataLength);
        return (parser._entries, parser._metadata);
    }

    /// <summary>A name from a file, safe to print: short, and without control characters.</summary>
    public static string Shown(string text) => string.Concat(text.Take(100).Select(c => char.IsControl(c) ? '?' : c));

    private void ReadAll()
    {
        _json.Read();
        bool metadataSeen = false;
        while (NextKey() is { } name)
        {
            if (name == SafetensorsFile.MetadataKey)
            {
                if (metadataSeen) throw Refuse("The header has its metadata twice.");
                metadataSeen = true;
                ReadMetadata();
            }
            else if (!_entries.TryAdd(name, ReadEntry(name)))
            {
                throw Refuse($"The header names '{Shown(name)}' twice.");
            }
        }
        while (_json.Read()) { }   // anything but blanks behind the object is an error
    }

    private void ReadMetadata()
    {
        Expect(JsonTokenType.StartObject, "metadata");
        while (NextKey() is { } key)
        {
            Expect(JsonTokenType.String, "metadata");
            if (!_metadata.TryAdd(key, _json.GetString()!)) throw Refuse($"The metadata name '{Shown(key)}' twice.");
        }
    }

    private SafetensorsEntry ReadEntry(string name)
    {
        string? type = null;
        List<long>? shape = null, offsets = null;
        Expect(JsonTokenType.StartObject, name);
        while (NextKey() is { } key)
        {
            switch (key)
            {
                case "dtype" when type is null:
                    Expect(JsonTokenType.String, name);
                    type = _json.GetString()!;
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(name);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(name);
                    break;
                default:
                    throw Refuse($"'{Shown(name)}' has a key twice, or one that the format does not know: '{Shown(key)}'.");
            }
        }
        if (type is null || shape is null || offsets is not [long start, long end])
            throw Refuse($"'{Shown(name)}' needs a dtype, a shape and two data_offsets.");
        if (!s_elementSizes.TryGetValue(type, out int elementSize)) throw Refuse($"'{Shown(name)}' has elements of type '{Shown(type)}', which is unknown.");
        if (start > end || end - start != ByteCount(name, shape, elementSize))
            throw Refuse($"'{Shown(name)}' lies at bytes {start} to {end}, which does not fit its shape and type.");
        return new(name, type, shape, start, end);
    }

    private readonly long ByteCount(string name, List<long> shape, int elementSize)
    {
        long bytes = elementSize;
        try
        {
            foreach (long size in shape) bytes = checked(bytes * size);
        }
        catch (OverflowException)
        {
            throw Refuse($"The shape of '{Shown(name)}' is larger than any file.");
        }
        return bytes;
    }

    private List<long> ReadNumbers(string name)
    {
        var numbers = new List<long>(2);
        Expect(JsonTokenType.StartArray, name);
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType != JsonTokenType.Number || !_json.TryGetInt64(out long number) || number < 0)
                throw Refuse($"'{Shown(name)}' has a size or offset that is not a whole number of at least 0.");
            numbers.Add(number);
        }
        return numbers;
    }

    private string? NextKey()
    {
        _json.Read();
        return _json.TokenType == JsonTokenType.PropertyName ? _json.GetString() : null;
    }

    private void Expect(JsonTokenType type, string name)
    {
        _json.Read();
        if (_json.TokenType != type) throw Refuse($"'{Shown(name)}' has a {_json.TokenType} where a {type} belongs.");
    }

    private readonly void CheckCoverage(long dataStart, long dataLength)
    {
        long covered = 0;
        foreach (var entry in _entries.Values.OrderBy(e => e.Start).ThenBy(e => e.End))
        {
            if (entry.Start != covered)
                throw new SafetensorsException(_file, dataStart + covered, $"'{Shown(entry.Name)}' starts at byte {entry.Start} of the data; it should start at {covered}. Data may neither overlap nor leave holes.");
            covered = entry.End;
        }
        if (covered != dataLength)
            throw new SafetensorsException(_file, dataStart + Math.Min(covered, dataLength), $"The tensors take {covered} bytes, but the file has {dataLength}. Was it cut off, or added to?");
    }

    private readonly SafetensorsException Refuse(string problem) => new(_file, sizeof(ulong) + _json.BytesConsumed, problem);
}
