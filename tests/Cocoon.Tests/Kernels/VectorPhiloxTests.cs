using System.Runtime.InteropServices;
using Cocoon.Determinism;
using Cocoon.Kernels;
using Xunit;

namespace Cocoon.Tests.Kernels;

public sealed class VectorPhiloxTests
{
    [Theory]
    [InlineData(0ul)]
    [InlineData(16ul)]
    [InlineData(0xFFFFFFF8ul)]
    [InlineData(0x12345678FFFFFFFFul)]
    public void Lanes_are_blocks_of_the_stream(ulong index)
    {
        AssertBlocks<Words256>(index);
        AssertBlocks<Words512>(index);
    }

    private static void AssertBlocks<W>(ulong index) where W : struct, IWords<W>
    {
        var stream = new RandomStream(0xFEDCBA9876543210, 77, 13);
        var (x0, x1, x2, x3) = VectorPhilox.Block<W>(stream, index);
        uint[] a = Words(x0), b = Words(x1), c = Words(x2), d = Words(x3);
        for (int lane = 0; lane < W.Count; lane++)
            Assert.Equal(stream.Block(index + (ulong)lane), (a[lane], b[lane], c[lane], d[lane]));
    }

    private static uint[] Words<W>(W vector) where W : struct => MemoryMarshal.Cast<W, uint>([vector]).ToArray();
}
