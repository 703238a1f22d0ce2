using Cocoon.Determinism;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Overlap;

public sealed class MinHashTests
{
    private const int Pairs = 2000;

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.5)]
    [InlineData(0.7)]
    [InlineData(0.8)]
    [InlineData(0.9)]
    [InlineData(1)]
    public void The_estimate_errs_as_the_help_says(double similarity)
    {
        // sqrt(s (1 - s) / 256), and a little for the bytes that are equal by chance.
        double expected = Math.Sqrt(similarity * (1 - similarity) / MinHash.Orders), sum = 0, squares = 0;
        for (uint pair = 0; pair < Pairs; pair++)
        {
            var (a, b) = PairOf(pair, similarity);
            double error = Estimate(a, b) - similarity;
            sum += error;
            squares += error * error;
        }
        double bias = sum / Pairs, deviation = Math.Sqrt(squares / Pairs);

        // Five standard errors of a mean of so many pairs; a standard deviation is known to one part in fifty then, and the bytes add at most a tenth.
        Assert.InRange(Math.Abs(bias), 0, 5 * Math.Max(expected, 0.004) / Math.Sqrt(Pairs));
        Assert.InRange(deviation, 0.9 * expected, Math.Max(0.005, 1.1 * expected));
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.5)]
    [InlineData(0.7)]
    [InlineData(0.8)]
    public void Similar_pairs_meet_as_often_as_the_help_says(double similarity)
    {
        double expected = 1 - Math.Pow(1 - Math.Pow(similarity, BandIndex.Rows), BandIndex.Bands);
        int met = 0;
        for (uint pair = 0; pair < Pairs; pair++)
        {
            var (a, b) = PairOf(pair, similarity);
            var index = new BandIndex();
            var found = new SortedSet<int>();
            index.Add(Sign(a), 7);
            index.Find(Sign(b), found);
            met += found.Count;
            Assert.True(found.IsSubsetOf([7]));
        }

        Assert.InRange(met / (double)Pairs, expected - 5 * Math.Sqrt(expected * (1 - expected) / Pairs) - 1e-3, expected + 5 * Math.Sqrt(expected * (1 - expected) / Pairs) + 1e-3);
    }

    [Fact]
    public void A_full_bucket_keeps_the_first_and_growing_loses_none()
    {
        var index = new BandIndex();
        var found = new SortedSet<int>();
        uint[] crowded = Sign(RunsOf(0, 50));
        for (int i = 0; i < 3000; i++) index.Add(i % 3 == 0 ? crowded : Sign(RunsOf((uint)i, 50)), i);

        index.Find(crowded, found);
        Assert.Equal(Enumerable.Range(0, BandIndex.BucketSize).Select(i => 3 * i), found);
        for (int i = 1; i < 3000; i += 3)
        {
            index.Find(Sign(RunsOf((uint)i, 50)), found);
            Assert.Contains(i, found);
        }
    }

    [Fact]
    public void The_order_and_number_of_equal_runs_do_not_matter_and_other_runs_do()
    {
        uint[] runs = RunsOf(1, 20);

        Assert.Equal(Sign(runs), Sign([.. runs.Reverse(), .. runs[..5]]));
        Assert.NotEqual(Sign(runs), Sign(RunsOf(2, 20)));
    }

    private static uint[] Sign(uint[] runs)
    {
        uint[] signature = new uint[MinHash.Orders];
        MinHash.Sign(runs, signature);
        return signature;
    }

    private static double Estimate(uint[] a, uint[] b)
    {
        byte[] first = new byte[MinHash.Orders], second = new byte[MinHash.Orders];
        MinHash.Shorten(Sign(a), first);
        MinHash.Shorten(Sign(b), second);
        return MinHash.Similarity(first, second);
    }

    private static uint[] RunsOf(uint step, int count) => [.. Enumerable.Range(0, count).Select(i => new RandomStream(9, step, 1).Word((ulong)i))];

    // Two sets of numbers of which the part asked for, of all together, is common.
    private static (uint[] A, uint[] B) PairOf(uint step, double similarity)
    {
        const int All = 200;
        int common = (int)Math.Round(All * similarity), own = (All - common) / 2;
        uint[] runs = RunsOf(step, All);
        return ([.. runs[..(common + own)]], [.. runs[..common], .. runs[(common + own)..]]);
    }
}
