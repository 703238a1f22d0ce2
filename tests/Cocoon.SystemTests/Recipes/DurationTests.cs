using Cocoon.Cli;
using Xunit;

namespace Cocoon.SystemTests.Recipes;

public sealed class DurationTests
{
    [Theory]
    [InlineData("20k steps", 20_000)]
    [InlineData("1 step", 1)]
    [InlineData("2.5k steps", 2_500)]
    [InlineData("1M steps", 1_000_000)]
    public void Steps_are_counted(string text, long steps)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(new Duration(steps, null, null), duration);
    }

    [Theory]
    [InlineData("50M tokens", 50_000_000)]
    [InlineData("131G tokens", 131_000_000_000)]
    [InlineData("0.5Mtokens", 500_000)]
    public void Tokens_are_counted(string text, long tokens)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(new Duration(null, tokens, null), duration);
    }

    [Theory]
    [InlineData("90 min", 90)]
    [InlineData("90min", 90)]
    [InlineData("1.5 h", 90)]
    [InlineData("5400s", 90)]
    [InlineData("2 days", 2880)]
    public void Time_is_measured(string text, int minutes)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromMinutes(minutes), duration.Time);
    }

    [Theory]
    [InlineData("")]
    [InlineData("steps")]
    [InlineData("20")]
    [InlineData("20k")]
    [InlineData("-5 steps")]
    [InlineData("0 steps")]
    [InlineData("0 min")]
    [InlineData("20 kilosteps")]
    [InlineData("9e9 steps")]
    [InlineData("99999999999 days")]
    [InlineData("min")]
    public void Anything_else_is_refused(string text) => Assert.False(Duration.TryParse(text, out _));
}
