using System.Text.Json;
using Cocoon.Evaluation;
using Cocoon.Testing;
using Cocoon.Tests.Models;
using Xunit;

namespace Cocoon.Tests.Evaluation;

public sealed class EntityScoresTests
{
    [Fact]
    public void Counts_and_scores_are_those_of_conlleval()
    {
        foreach (var golden in Golden.Read("metrics.json").GetProperty("entities").EnumerateArray())
        {
            var scores = new EntityScores();
            foreach (var sentence in golden.GetProperty("sentences").EnumerateArray())
                scores.Add(sentence.GetProperty("gold").Deserialize<string[]>()!, sentence.GetProperty("predicted").Deserialize<string[]>()!);

            var types = golden.GetProperty("types").EnumerateObject().OrderBy(t => t.Name, StringComparer.Ordinal)
                .Select(t => (t.Name, new EntityScore(t.Value[0].GetInt64(), t.Value[1].GetInt64(), t.Value[2].GetInt64())));
            Assert.Equal(types, scores.Types.Select(t => (t.Key, t.Value)));
            Assert.Equal(golden.GetProperty("precision").GetDouble(), scores.Overall.Precision, Tolerances.Score);
            Assert.Equal(golden.GetProperty("recall").GetDouble(), scores.Overall.Recall, Tolerances.Score);
            Assert.Equal(golden.GetProperty("f1").GetDouble(), scores.Overall.F1, Tolerances.Score);
        }
    }

    [Fact]
    public void The_two_schemes_say_the_same()
    {
        Entity[] expected = [new(0, 2, "PER"), new(2, 3, "PER"), new(4, 5, "LOC"), new(5, 6, "ORG")];

        Assert.Equal(expected, Entity.Of(["I-PER", "I-PER", "B-PER", "O", "I-LOC", "I-ORG"]));
        Assert.Equal(expected, Entity.Of(["B-PER", "I-PER", "B-PER", "O", "B-LOC", "B-ORG"]));
        Assert.NotEqual(expected, Entity.Of(["B-PER", "I-PER", "I-PER", "O", "B-LOC", "B-ORG"]));
        Assert.Empty(Entity.Of(["O", "O"]));
    }

    [Fact]
    public void Words_count_as_they_are_tagged()
    {
        var scores = new EntityScores();
        scores.Add(["I-PER", "O", "O", "O"], ["B-PER", "O", "O", "I-LOC"]);

        Assert.Equal(0.5, scores.WordAccuracy);
        Assert.Equal(new(1, 2, 1), scores.Overall);
        Assert.Contains("No word", Assert.Throws<InvalidOperationException>(() => new EntityScores().WordAccuracy).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("E-PER")]
    [InlineData("B")]
    [InlineData("I-")]
    [InlineData("")]
    [InlineData("o")]
    public void A_tag_of_another_scheme_is_refused(string tag) =>
        Assert.Contains($"The tag \"{tag}\"", Assert.Throws<ArgumentException>(() => Entity.Of(["O", tag])).Message, StringComparison.Ordinal);

    [Fact]
    public void Sentences_of_different_length_are_refused() =>
        Assert.Contains("1 true tags, but 2", Assert.Throws<ArgumentException>(() => new EntityScores().Add(["O"], ["O", "O"])).Message, StringComparison.Ordinal);
}
