using System.Text.Json;
using Cocoon.Determinism;
using Cocoon.Evaluation;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.Tests.Evaluation;

/// <summary>Spread, significance and cost of a comparison, against an oracle that was written a second time (tools/oracle/comparison.py).</summary>
public sealed class ComparisonStatisticsTests
{
    private static readonly RandomStream s_random = new(1, 0, Streams.Resampling);
    private static readonly JsonElement s_golden = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("tests", "golden", "comparison.json"))).RootElement;

    [Fact]
    public void All_choices_of_signs_are_counted_as_the_oracle_counts_them()
    {
        foreach (var golden in s_golden.GetProperty("signFlips").EnumerateArray())
            Assert.Equal(golden.GetProperty("p").GetDouble(), SignFlipTest.P(Numbers(golden.GetProperty("differences")), s_random), Tolerances.Float);
    }

    [Fact]
    public void Random_choices_of_signs_come_near_to_all_of_them()
    {
        // 25 differences are too many to try all signs; with one far larger than the rest together, half of the choices give a sum at least as large as this one's.
        double[] differences = [1000, .. Enumerable.Range(0, 24).Select(i => i % 2 == 0 ? 1.0 : -1.0)];
        Assert.InRange(SignFlipTest.P(differences, s_random), 0.5, 0.6);
        Assert.NotEqual(SignFlipTest.P(differences, s_random), SignFlipTest.P(differences, s_random with { Seed = 2 }));
        Assert.Equal(SignFlipTest.P(differences, s_random), SignFlipTest.P(differences, s_random));
    }

    [Fact]
    public void A_difference_that_always_has_one_sign_is_as_significant_as_its_number_allows()
    {
        Assert.Equal(2 / 8.0, SignFlipTest.P([1, 2, 3], s_random));
        Assert.Equal(2 / (double)(1 << 21), SignFlipTest.P(Enumerable.Repeat(0.1, 21).ToArray(), s_random));
        Assert.Equal(1 / (SignFlipTest.Draws + 1.0), SignFlipTest.P(Enumerable.Repeat(0.1, 60).ToArray(), s_random), Tolerances.Float);
        Assert.Equal(1, SignFlipTest.P([0, 0, 0], s_random));
        Assert.Equal(1, SignFlipTest.P([], s_random));
    }

    [Fact]
    public void The_bootstrap_meets_the_oracles_interval()
    {
        var golden = s_golden.GetProperty("bootstrap");
        double[][] tasks = [.. golden.GetProperty("tasks").EnumerateArray().Select(Numbers)];
        double[] expected = Numbers(golden.GetProperty("interval"));

        var (low, high) = PairedBootstrap.Interval(tasks, s_random)!.Value;

        Assert.Equal(expected[0], low, Tolerances.BootstrapEnd);
        Assert.Equal(expected[1], high, Tolerances.BootstrapEnd);
        Assert.NotEqual((low, high), PairedBootstrap.Interval(tasks, s_random with { Seed = 2 })!.Value);
    }

    [Fact]
    public void Without_variation_the_interval_is_a_point_and_of_one_task_there_is_none()
    {
        Assert.Equal((0.5, 0.5), PairedBootstrap.Interval([[0.5, 0.5], [0.5]], s_random)!.Value);
        Assert.Null(PairedBootstrap.Interval([[0.5, 1.5]], s_random));
    }

    [Fact]
    public void A_comparison_weighs_tasks_alike_however_many_seeds_they_have()
    {
        var compared = PairedComparison.Of([[1, 1, 1, 1], [3]])!;
        Assert.Equal((5, 2.0), (compared.Pairs, compared.Difference));
        Assert.Equal(2 / 32.0, compared.P);
        Assert.Null(PairedComparison.Of([]));
    }

    [Fact]
    public void The_cost_of_a_score_is_read_off_the_curve()
    {
        var golden = s_golden.GetProperty("costs");
        var curve = golden.GetProperty("curve").EnumerateArray().Select(p => (p.GetProperty("cost").GetDouble(), p.GetProperty("score").GetDouble())).ToList();
        foreach (var expected in golden.GetProperty("cases").EnumerateArray())
            Assert.Equal(expected.GetProperty("cost").GetDouble(), CostToReach.Of(curve, expected.GetProperty("score").GetDouble())!.Cost, Tolerances.Float);
        Assert.Equal(new CostToReach(0.125, AtMost: true), CostToReach.Of(curve, 50));
        Assert.False(CostToReach.Of(curve, 62)!.AtMost);
        Assert.Null(CostToReach.Of(curve, 70.1));
        Assert.Null(CostToReach.Of([], 1));
    }

    [Fact]
    public void Where_a_curve_falls_its_first_meeting_counts() =>
        Assert.Equal(1.5, CostToReach.Of([(1, 0), (2, 2), (3, 1), (4, 3)], 1)!.Cost);

    [Fact]
    public void Spreads_are_the_oracles()
    {
        foreach (var golden in s_golden.GetProperty("spreads").EnumerateArray())
        {
            double[] values = Numbers(golden.GetProperty("values"));
            var spread = Spread.Of(values);
            Assert.Equal((values.Length, values.Min(), values.Max()), (spread.Count, spread.Lowest, spread.Highest));
            Assert.Equal(golden.GetProperty("mean").GetDouble(), spread.Mean, Tolerances.Float);
            Assert.Equal(golden.GetProperty("deviation").GetDouble(), spread.Deviation, Tolerances.Float);
        }
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(n => n.GetDouble())];
}
