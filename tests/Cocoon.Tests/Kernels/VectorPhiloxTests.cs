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
    public void Sixteen_lanes_are_sixteen_blocks_of_the_stream(ulong index)
    {
        var stream = new RandomStream(0xFEDCBA9876543210, 77, 13);
        var (x0, x1, x2, x3) = VectorPhilox.Block(stream, index);
        for (int lane = 0; lane < 16; lane++)
            Assert.Equal(stream.Block(index + (ulong)lane), (x0[lane], x1[lane], x2[lane], x3[lane]));
    }
}
