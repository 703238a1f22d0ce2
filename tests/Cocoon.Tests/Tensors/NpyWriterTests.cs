using System.Text;
using Cocoon.Tensors;
using Xunit;

namespace Cocoon.Tests.Tensors;

public sealed class NpyWriterTests
{
    /// <summary>The bytes of numpy.save of [[1, 2.5, -3], [0, 1e-3, 4]] as float32.</summary>
    [Fact]
    public void Bytes_are_those_of_numpy()
    {
        using var stream = new MemoryStream();
        var writer = new NpyWriter(stream, 3);
        writer.Write([1, 2.5f, -3]);
        writer.Write([0, 1e-3f, 4]);
        writer.Complete();

        byte[] header = [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }".PadRight(117)), (byte)'\n'];
        byte[] data = Convert.FromHexString("0000803F" + "00002040" + "000040C0" + "00000000" + "6F12833A" + "00008040");
        Assert.Equal([.. header, .. data], stream.ToArray());
        Assert.Equal(stream.Length, stream.Position);
    }

    [Fact]
    public void A_row_of_another_length_is_refused() =>
        Assert.Contains("2 elements in an array of 3 columns", Assert.Throws<ArgumentException>(() => new NpyWriter(new MemoryStream(), 3).Write([1, 2])).Message, StringComparison.Ordinal);
}
