using Cocoon.Cli;
using Xunit;

namespace Cocoon.SystemTests.Recipes;

public sealed class NearestNameTests
{
    private static readonly string[] s_names = ["hiddenSize", "layers", "heads", "feedForwardSize", "dropout", "maxLength", "warmupSteps"];

    [Theory]
    [InlineData("hiddensize", "hiddenSize")]
    [InlineData("hidenSize", "hiddenSize")]
    [InlineData("lyaers", "layers")]
    [InlineData("head", "heads")]
    [InlineData("warmUp", "warmupSteps")]
    [InlineData("droput", "dropout")]
    public void A_misspelt_name_is_recognized(string written, string meant) => Assert.Equal(meant, NearestName.Of(written, s_names));

    [Theory]
    [InlineData("temperature")]
    [InlineData("x")]
    public void A_name_like_no_other_is_not_guessed(string written) => Assert.Null(NearestName.Of(written, s_names));

    [Fact]
    public void Without_a_guess_the_hint_lists_what_there_is() => Assert.Equal("Known: a, b.", NearestName.Hint("temperature", ["a", "b"]));
}
