using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Cocoon.Determinism;
using Cocoon.Tensors;
using Xunit;

namespace Cocoon.Tests.Tensors;

public sealed class SafetensorsTests
{
    private static readonly SortedDictionary<string, string> s_notes = new(StringComparer.Ordinal) { ["format"] = "pt", ["note"] = "ä \"quoted\"" };

    [Fact]
    public void Parameters_come_back_bit_by_bit()
    {
        using var store = Store(seed: 1);
        float[] odd = [float.NaN, float.PositiveInfinity, float.NegativeZero, float.Epsilon];
        odd.CopyTo(store["b.bias"].Tensor.Values);
        byte[] bytes = Written(store);

        using var restored = Store(seed: 2);
        Assert.NotEqual(Bits(store), Bits(restored)); // and it moved
        var file = new SafetensorsFile(new MemoryStream(bytes), "model.safetensors");
        Safetensors.Read(file, restored.Parameters);

        Assert.Equal(Bits(store), Bits(restored));
        Assert.Equal(s_notes, file.Metadata);
        Assert.Equal(bytes, Written(restored));
    }

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        using var arena = new Arena();
        var tensor = arena.Allocate(1, 2);
        (tensor.Values[0], tensor.Values[1]) = (1, -2);
        var stream = new MemoryStream();

        Safetensors.Write(stream, [new("w", tensor)], new Dictionary<string, string>());

        const string header = """{"w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}"""; // 56 bytes
        Assert.Equal([56, 0, 0, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(header), 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0], stream.ToArray());
    }

    [Fact]
    public void A_file_of_another_writer_is_read()
    {
        // As the reference writer lays it out: metadata first, data in the order of offsets and not of names, spaces behind the header.
        byte[] bytes = File("""{"__metadata__":{"format":"pt"},"z":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"I64","shape":[],"data_offsets":[8,16]}}   """, 16);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(bytes.Length - 12), 2.5f);
        var file = new SafetensorsFile(new MemoryStream(bytes), "x.safetensors");
        float[] z = new float[2];

        file.Read("z", z);

        Assert.Equal([0, 2.5f], z);
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Contains("elements of type I64", Assert.Throws<SafetensorsException>(() => file.Read("a", new float[1])).Message, StringComparison.Ordinal);
        Assert.Contains("no tensor 'b'", Assert.Throws<SafetensorsException>(() => file.Read("b", new float[1])).Message, StringComparison.Ordinal);
        Assert.Contains("has shape [2]; 3 elements are needed", Assert.Throws<SafetensorsException>(() => file.Read("z", new float[3])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 0, "does not start with '{'")]
    [InlineData(" {}", 0, "does not start with '{'")]
    [InlineData("[]", 0, "does not start with '{'")]
    [InlineData("{", 0, "not JSON")]
    [InlineData("{}x", 0, "not JSON")]
    [InlineData("{}", 1, "the file has 1")]
    [InlineData("""{"a":3}""", 0, "a Number where a StartObject belongs")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 4, "needs a dtype, a shape and two data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4, "two data_offsets")]
    [InlineData("""{"a":{"dtype":"Q5","shape":[1],"data_offsets":[0,4]}}""", 4, "type 'Q5', which is unknown")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"dtype":"F32"}}""", 4, "a key twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}""", 4, "names 'a' twice")]
    [InlineData("""{"\u0061":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}""", 4, "names 'a' twice")]
    [InlineData("""{"__metadata__":{"k":"1","k":"2"}}""", 0, "metadata name 'k' twice")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", 0, "metadata twice")]
    [InlineData("""{"__metadata__":{"k":1}}""", 0, "a Number where a String belongs")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4611686018427387904],"data_offsets":[0,4]}}""", 4, "larger than any file")]
    [InlineData("""{"a":{"dtype":"F32","shape":[18446744073709551616],"data_offsets":[0,4]}}""", 4, "not a whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "not a whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "does not fit its shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "does not fit its shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "should start at 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "neither overlap nor leave holes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 0, "Was it cut off")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "not Unicode")]
    [InlineData("""{"a":{"dtype":"F32","shape":[[[[1]]]],"data_offsets":[0,4]}}""", 4, "not a whole number")]
    public void A_file_that_breaks_a_rule_is_refused(string header, int dataBytes, string expected)
    {
        var error = Assert.Throws<SafetensorsException>(() => new SafetensorsFile(new MemoryStream(File(header, dataBytes)), "bad.safetensors"));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith($"bad.safetensors, byte {error.Offset.ToString(CultureInfo.InvariantCulture)}: ", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Offset, 0, 8 + Encoding.UTF8.GetByteCount(header) + dataBytes);
    }

    [Theory]
    [InlineData(100_000_001UL, "at most 100000000")]
    [InlineData(ulong.MaxValue, "at most 100000000")]
    [InlineData(50_000_000UL, "cut off")]
    public void A_header_length_that_lies_is_refused_before_memory_is_taken(ulong length, string expected)
    {
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        long before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<SafetensorsException>(() => new SafetensorsFile(new MemoryStream(bytes), "bad"));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Throws<SafetensorsException>(() => new SafetensorsFile(new MemoryStream([1, 2]), "short"));
    }

    [Fact]
    public void A_damaged_file_gives_this_exception_and_no_other()
    {
        using var store = Store(seed: 1);
        byte[] original = Written(store);
        var random = new RandomStream(5, 0, 0);
        int refused = 0;
        const int damages = 4000;
        for (int d = 0; d < damages; d++)
        {
            byte[] bytes = Damaged(original, random, d);
            try
            {
                Safetensors.Read(new SafetensorsFile(new MemoryStream(bytes), "damaged"), store.Parameters);
            }
            catch (SafetensorsException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, damages / 2, damages - 1); // bytes of the data or of the notes may change unnoticed
    }

    private static byte[] Damaged(byte[] original, RandomStream random, int d)
    {
        byte[] bytes = [.. original];
        int header = 8 + (int)BinaryPrimitives.ReadUInt64LittleEndian(original);
        var (kind, place, value, _) = random.Block((ulong)d);
        switch (kind % 4)
        {
            case 0: // a byte anywhere in the header or its length
                bytes[place % header] = (byte)value;
                return bytes;
            case 1: // a bit of it
                bytes[place % header] ^= (byte)(1 << (int)(value % 8));
                return bytes;
            case 2: // cut off
                return bytes[..(int)(place % bytes.Length)];
            default: // a digit, brace or quote changed for another
                int at = (int)(8 + place % (header - 8));
                bytes[at] = "0123456789{}[]\",:-."u8[(int)(value % 19)];
                return bytes;
        }
    }

    [Fact]
    public void Names_must_be_unique_and_announced_tensors_written()
    {
        var none = new Dictionary<string, string>();
        Assert.Throws<ArgumentException>(() => new SafetensorsWriter(new MemoryStream(), [new("a", [1]), new("a", [1])], none));
        Assert.Throws<ArgumentException>(() => new SafetensorsWriter(new MemoryStream(), [new("__metadata__", [1])], none));
        var writer = new SafetensorsWriter(new MemoryStream(), [new("a", [2])], none);
        Assert.Throws<InvalidOperationException>(writer.Complete);
        Assert.Throws<InvalidOperationException>(() => writer.Write([1, 2, 3]));
    }

    [Fact]
    public void A_vector_fits_one_row_and_nothing_else()
    {
        using var arena = new Arena();
        var file = new SafetensorsFile(new MemoryStream(File("""{"v":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8)), "v");

        file.Read("v", arena.Allocate(1, 2));

        Assert.Contains("has shape [2]; [2, 1] is needed", Assert.Throws<SafetensorsException>(() => file.Read("v", arena.Allocate(2, 1))).Message, StringComparison.Ordinal);
    }

    private static ParameterStore Store(ulong seed)
    {
        var store = new ParameterStore(seed);
        var scope = new ParameterScope(store);
        (scope / "a").Parameter("weight", 3, 5, Init.Normal());
        (scope / "b").Parameter("bias", 1, 4, Init.Normal());
        (scope / "empty").Parameter("weight", 0, 4, Init.Zeros);
        return store;
    }

    private static byte[] Written(ParameterStore store)
    {
        var stream = new MemoryStream();
        Safetensors.Write(stream, store.Parameters, s_notes);
        return stream.ToArray();
    }

    private static byte[] File(string header, int dataBytes)
    {
        byte[] text = Encoding.UTF8.GetBytes(header), bytes = new byte[8 + text.Length + dataBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)text.Length);
        text.CopyTo(bytes, 8);
        return bytes;
    }

    private static int[] Bits(ParameterStore store) => [.. store.Parameters.SelectMany(p => MemoryMarshal.Cast<float, int>(p.Tensor.Values).ToArray())];
}
