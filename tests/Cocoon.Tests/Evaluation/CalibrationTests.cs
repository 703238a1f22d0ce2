using System.Text.Json;
using Cocoon.Evaluation;
using Cocoon.Testing;
using Cocoon.Tests.Models;
using Xunit;

namespace Cocoon.Tests.Evaluation;

public sealed class CalibrationTests
{
    [Fact]
    public void The_error_is_the_oracles_and_the_bins_hold_every_answer()
    {
        foreach (var golden in Golden.Read("metrics.json").GetProperty("calibration").EnumerateArray())
        {
            var answers = golden.GetProperty("confidence").Deserialize<double[]>()!.Zip(golden.GetProperty("right").Deserialize<bool[]>()!).ToList();

            var calibration = Calibration.Of(answers, golden.GetProperty("bins").GetInt32());

            Assert.Equal(golden.GetProperty("error").GetDouble(), calibration.Error, Tolerances.Score);
            Assert.Equal(answers.Count, calibration.Bins.Sum(b => b.Answers));
            Assert.Equal(answers.Average(a => a.First), calibration.Bins.Sum(b => b.Answers * b.Confidence) / answers.Count, Tolerances.Score);
        }
    }

    [Fact]
    public void An_edge_belongs_to_the_bin_below_it() =>
        Assert.Equal([2, 1, 1, 0], Calibration.Of([(0, false), (0.25, true), (0.5, true), (0.75, false)], bins: 4).Bins.Select(b => b.Answers));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    public void What_is_no_probability_is_refused(double confidence) =>
        Assert.Contains("Answer 1", Assert.Throws<ArgumentException>(() => Calibration.Of([(0.5, true), (confidence, true)])).Message, StringComparison.Ordinal);

    [Fact]
    public void No_answers_are_refused() => Assert.Contains("no answers", Assert.Throws<ArgumentException>(() => Calibration.Of([])).Message, StringComparison.Ordinal);
}
