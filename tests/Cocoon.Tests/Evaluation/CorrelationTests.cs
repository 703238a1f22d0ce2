using System.Text.Json;
using Cocoon.Evaluation;
using Cocoon.Testing;
using Cocoon.Tests.Models;
using Xunit;

namespace Cocoon.Tests.Evaluation;

public sealed class CorrelationTests
{
    [Fact]
    public void Correlations_are_those_of_SciPy_and_0_where_it_has_none()
    {
        var cases = Golden.Read("metrics.json").GetProperty("correlation").EnumerateArray().ToList();
        foreach (var golden in cases)
        {
            double[] x = golden.GetProperty("x").Deserialize<double[]>()!, y = golden.GetProperty("y").Deserialize<double[]>()!;

            Assert.Equal(Number(golden, "pearson"), Correlation.Pearson(x, y), Tolerances.Score);
            Assert.Equal(Number(golden, "spearman"), Correlation.Spearman(x, y), Tolerances.Score);
        }
        Assert.Contains(cases, c => c.GetProperty("pearson").ValueKind == JsonValueKind.Null);
        Assert.Contains(cases, c => Math.Abs(Number(c, "pearson") - Number(c, "spearman")) > 0.01);
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(1e-300)]
    [InlineData(-1e-3)]
    public void The_unit_of_the_numbers_does_not_matter(double unit)
    {
        double[] x = [1, 2, 4, 3, 7], y = [2, 1, 5, 5, 9];
        double expected = Math.Sign(unit) * Correlation.Pearson(x, y);

        Assert.InRange(Math.Abs(expected), 0.5, 0.95);
        Assert.Equal(expected, Correlation.Pearson([.. x.Select(v => v * unit)], y), Tolerances.Score);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_number_that_is_none_is_refused_on_either_side(double bad)
    {
        Assert.Contains("Pair 1", Assert.Throws<ArgumentException>(() => Correlation.Pearson([1, bad], [1, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => Correlation.Spearman([1, 2], [1, bad])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_that_do_not_fit_are_refused()
    {
        Assert.Contains("2 numbers cannot be correlated with 1", Assert.Throws<ArgumentException>(() => Correlation.Pearson([1, 2], [1])).Message, StringComparison.Ordinal);
        Assert.Contains("no numbers", Assert.Throws<ArgumentException>(() => Correlation.Spearman([], [])).Message, StringComparison.Ordinal);
    }

    private static double Number(JsonElement golden, string name) => golden.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : 0;
}
