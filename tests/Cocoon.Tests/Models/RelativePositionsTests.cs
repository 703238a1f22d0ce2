using Cocoon.Models;
using Cocoon.Tensors;
using Xunit;

namespace Cocoon.Tests.Models;

public sealed class RelativePositionsTests
{
    // Values of the released function, before its shift by half − 1.
    [Theory]
    [InlineData(32, 128, 0, 0)]
    [InlineData(32, 128, 7, 7)]
    [InlineData(32, 128, 8, 8)]
    [InlineData(32, 128, 9, 9)]
    [InlineData(32, 128, 15, 10)]
    [InlineData(32, 128, 31, 12)]
    [InlineData(32, 128, 63, 14)]
    [InlineData(32, 128, 100, 15)]
    [InlineData(32, 128, 127, 15)]
    [InlineData(32, 128, 128, 15)]
    [InlineData(32, 128, 511, 15)]
    [InlineData(64, 128, 16, 16)]
    [InlineData(64, 128, 31, 21)]
    [InlineData(64, 128, 64, 27)]
    [InlineData(64, 128, 127, 31)]
    [InlineData(64, 128, 500, 31)]
    [InlineData(128, 256, 32, 32)]
    [InlineData(128, 256, 63, 43)]
    [InlineData(128, 256, 127, 53)]
    [InlineData(128, 256, 255, 63)]
    [InlineData(128, 256, 511, 63)]
    public void Buckets_are_those_of_the_released_code(int bins, int maxDistance, int distance, int bucket)
    {
        int middle = bins / 2 - 1;

        Assert.Equal(middle + bucket, RelativePositions.Bucket(distance, bins, maxDistance));
        Assert.Equal(middle - bucket, RelativePositions.Bucket(-distance, bins, maxDistance));
    }

    [Theory]
    [InlineData(4, 3)]
    [InlineData(8, 7)]
    [InlineData(32, 128)]
    [InlineData(64, 18)]
    public void Every_distance_has_a_row_and_farther_is_never_nearer(int bins, int maxDistance)
    {
        int last = -1;
        for (int distance = -600; distance <= 600; distance++)
        {
            int bucket = RelativePositions.Bucket(distance, bins, maxDistance);
            Assert.InRange(bucket, 0, bins - 2);   // the last row is never used
            Assert.True(bucket >= last);
            last = bucket;
        }
        Assert.Equal(bins - 2, last);
    }

    [Fact]
    public void One_table_serves_all_lengths_with_distance_0_in_the_middle()
    {
        using var store = new ParameterStore(1);
        var relative = new RelativePositions(new(store), new() { MaxLength = 20, Heads = 3, HiddenSize = 6, RelativeBins = 8, MaxDistance = 10 });

        Assert.Equal(39, relative.Buckets.Length);
        for (int i = 0; i < 39; i++) Assert.Equal(RelativePositions.Bucket(i - 19, 8, 10), relative.Buckets.Span[i]);
        Assert.Equal((8, 3), (relative.Table.Rows, relative.Table.Columns));
    }

    [Fact]
    public void A_local_start_lowers_every_farther_bucket_by_the_same_step_half_as_much_in_each_next_head()
    {
        using var plainStore = new ParameterStore(1);
        using var localStore = new ParameterStore(1);
        var options = new EncoderOptions { MaxLength = 20, Heads = 3, HiddenSize = 6, RelativeBins = 8, MaxDistance = 10 };
        var plain = new RelativePositions(new(plainStore), options).Table;
        var local = new RelativePositions(new(localStore), options with { LocalStart = 2 }).Table;

        float[] lower = [6, 4, 2, 0, 2, 4, 6, 8];   // head 0: twice the buckets between a row and that of distance 0, row 3
        for (int bucket = 0; bucket < 8; bucket++)
            for (int head = 0; head < 3; head++)
                Assert.Equal(plain.Values[bucket * 3 + head] - lower[bucket] / (1 << head), local.Values[bucket * 3 + head]);
    }
}
