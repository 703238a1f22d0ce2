using Cocoon.Cli;
using Xunit;

namespace Cocoon.SystemTests.Recipes;

public sealed class ComputeBudgetTests
{
    [Theory]
    [InlineData("60 min", 3600, null)]
    [InlineData("1.5h", 5400, null)]
    [InlineData("1e15flop", null, 1e15)]
    [InlineData(" 2.5E9 FLOPs ", null, 2.5e9)]
    [InlineData("7 flop", null, 7.0)]
    public void A_budget_is_read(string text, int? seconds, double? flops)
    {
        Assert.True(ComputeBudget.TryParse(text, out var budget));
        Assert.Equal((seconds, flops), ((int?)budget.Time?.TotalSeconds, budget.Flops));
        Assert.Equal(seconds ?? flops, budget.Amount);
    }

    [Theory]
    [InlineData("")]
    [InlineData("flop")]
    [InlineData("0 flop")]
    [InlineData("-1 flop")]
    [InlineData("1e99 flop")]
    [InlineData("NaN flop")]
    [InlineData("20k steps")]
    [InlineData("60")]
    public void What_is_no_budget_is_refused(string text) => Assert.False(ComputeBudget.TryParse(text, out _));
}
