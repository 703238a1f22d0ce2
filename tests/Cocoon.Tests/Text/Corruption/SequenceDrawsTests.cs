using Cocoon.Determinism;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Corruption;

public sealed class SequenceDrawsTests
{
    private static readonly RandomStream s_stream = new(5, 6, 7);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(50)]
    public void A_Poisson_number_has_its_mean_variance_and_share_of_zeros(double mean)
    {
        const int Draws = 20_000;
        var draws = new SequenceDraws(s_stream, 3);
        double sum = 0, squares = 0, zeros = 0;
        for (int i = 0; i < Draws; i++)
        {
            int k = draws.Poisson(mean);
            sum += k;
            squares += (double)k * k;
            zeros += k == 0 ? 1 : 0;
        }

        double error = Math.Sqrt(mean / Draws);
        Assert.Equal(mean, sum / Draws, 4 * error);
        Assert.Equal(mean, squares / Draws - sum / Draws * (sum / Draws), 8 * error * Math.Sqrt(mean + 1));
        Assert.Equal(Math.Exp(-mean), zeros / Draws, 0.015);
    }

    [Fact]
    public void Every_division_is_equally_likely()
    {
        var draws = new SequenceDraws(s_stream, 0);
        var seen = new Dictionary<(int, int, int), int>();
        Span<int> lengths = stackalloc int[3];
        for (int i = 0; i < 3000; i++)
        {
            draws.Divide(6, lengths);
            Assert.True(lengths[0] + lengths[1] + lengths[2] == 6 && lengths.IndexOf(0) < 0);
            seen[(lengths[0], lengths[1], lengths[2])] = seen.GetValueOrDefault((lengths[0], lengths[1], lengths[2])) + 1;
        }

        Assert.Equal(10, seen.Count);   // 5 over 2
        Assert.All(seen.Values, count => Assert.InRange(count, 230, 370));   // 300 ± 4 standard errors
        draws.Divide(3, lengths);
        Assert.Equal([1, 1, 1], lengths.ToArray());
    }

    [Fact]
    public void Every_order_is_equally_likely_and_sequences_have_their_own()
    {
        var seen = new Dictionary<string, int>();
        for (int sequence = 0; sequence < 2400; sequence++)
        {
            var draws = new SequenceDraws(s_stream, sequence);
            int[] items = [0, 1, 2, 3];
            draws.Shuffle(items);
            string order = string.Concat(items);
            seen[order] = seen.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(24, seen.Count);
        Assert.All(seen.Values, count => Assert.InRange(count, 60, 145));   // 100 ± 4 standard errors
    }
}
