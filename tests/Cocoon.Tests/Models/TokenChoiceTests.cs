using Cocoon.Models;
using Xunit;

namespace Cocoon.Tests.Models;

public sealed class TokenChoiceTests
{
    private static readonly float[] s_scores = [0, 3, 1, 2, float.NegativeInfinity, 3];

    [Fact]
    public void Temperature_0_takes_the_first_of_the_best() => Assert.Equal(1, Choose(new() { Temperature = 0 }, 0.99));

    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    [InlineData(3)]
    public void Tokens_come_with_the_probability_of_the_softmax(double temperature)
    {
        double[] weights = [.. s_scores.Select(s => Math.Exp(s / temperature))];

        double[] shares = Shares(new() { Temperature = temperature });

        for (int id = 0; id < weights.Length; id++) Assert.Equal(weights[id] / weights.Sum(), shares[id], 0.001);
        Assert.Equal(0, shares[4]);
    }

    [Fact]
    public void Top_k_leaves_the_k_best_in_their_proportion() => AssertShares(new() { TopK = 3 }, 1, 3, 5);

    [Fact]
    public void Top_p_leaves_the_smallest_set_with_that_probability()
    {
        AssertShares(new() { TopP = 0.39 }, 1);          // 0.392, twice, come first
        AssertShares(new() { TopP = 0.7 }, 1, 5);
        AssertShares(new() { TopP = 0.79 }, 1, 3, 5);
        AssertShares(new() { TopP = 1 }, 0, 1, 2, 3, 5);
    }

    [Fact]
    public void Min_p_leaves_what_is_not_far_below_the_best()
    {
        AssertShares(new() { MinP = 0.5 }, 1, 5);
        AssertShares(new() { MinP = 0.3 }, 1, 3, 5);     // e^-1 = 0.37
        AssertShares(new() { MinP = 0.1 }, 1, 2, 3, 5);  // e^-2 = 0.14
        AssertShares(new() { MinP = 1 }, 1, 5);
    }

    [Fact]
    public void Of_several_cuts_the_sharpest_counts() => AssertShares(new() { TopK = 4, TopP = 0.9, MinP = 0.5 }, 1, 5);

    [Fact]
    public void A_repetition_is_less_probable_once_however_often_it_occurred()
    {
        var options = new GenerationOptions { Temperature = 0, RepetitionPenalty = 2 };
        float[] scores = [2.5f, 3, -1, 1];

        Assert.Equal(0, new TokenChoice(options).Choose(scores, [1, 1, 2, 1], 0));
        Assert.Equal([2.5f, 1.5f, -2, 1], scores);
    }

    [Fact]
    public void What_makes_no_sense_is_reported_with_its_option()
    {
        var problems = new GenerationOptions { MaxTokens = -1, Temperature = double.NaN, TopK = -1, TopP = 0, MinP = 2, RepetitionPenalty = 0.5, Stop = [""] }.Problems();

        Assert.Equal(["--max-tokens", "--temperature", "--top-k", "--top-p", "--min-p", "--repetition-penalty", "--stop"], problems.Select(p => p.Path));
        Assert.Empty(new GenerationOptions().Problems());
    }

    private static int Choose(GenerationOptions options, double uniform) => new TokenChoice(options).Choose([.. s_scores], [], uniform);

    /// <summary>How often each token comes, over evenly spread random numbers.</summary>
    private static double[] Shares(GenerationOptions options)
    {
        const int Draws = 5000;
        var choice = new TokenChoice(options);
        double[] shares = new double[s_scores.Length];
        for (int i = 0; i < Draws; i++) shares[choice.Choose([.. s_scores], [], (i + 0.5) / Draws)] += 1.0 / Draws;
        return shares;
    }

    private static void AssertShares(GenerationOptions options, params int[] left)
    {
        double[] shares = Shares(options);
        double sum = left.Sum(id => Math.Exp(s_scores[id]));
        for (int id = 0; id < shares.Length; id++) Assert.Equal(left.Contains(id) ? Math.Exp(s_scores[id]) / sum : 0, shares[id], 0.001);
    }
}
