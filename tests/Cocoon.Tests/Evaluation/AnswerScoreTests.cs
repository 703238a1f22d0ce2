using System.Text.Json;
using Cocoon.Evaluation;
using Cocoon.Testing;
using Cocoon.Tests.Models;
using Xunit;

namespace Cocoon.Tests.Evaluation;

public sealed class AnswerScoreTests
{
    private static readonly JsonElement s_golden = Golden.Read("metrics.json");

    [Fact]
    public void Words_and_scores_are_those_of_the_official_rules()
    {
        var cases = s_golden.GetProperty("answers").EnumerateArray().ToList();
        foreach (var golden in cases)
        {
            string predicted = golden.GetProperty("predicted").GetString()!;
            string[] right = golden.GetProperty("gold").Deserialize<string[]>()!;

            Assert.Equal(golden.GetProperty("words").Deserialize<string[]>()!, AnswerText.Words(predicted));
            if (golden.GetProperty("v1") is { ValueKind: JsonValueKind.Array } v1) Same(v1, AnswerScore.Of(predicted, right, SquadVersion.V1));
            Same(golden.GetProperty("v2"), AnswerScore.Of(predicted, right, SquadVersion.V2));
        }
        Assert.Contains(cases, c => c.GetProperty("v2")[1].GetDouble() is > 0 and < 1);
        Assert.Contains(cases, c => c.GetProperty("v1") is { ValueKind: JsonValueKind.Array } v1 && v1[1].GetDouble() != c.GetProperty("v2")[1].GetDouble());
    }

    [Fact]
    public void Thresholds_are_those_of_the_official_sweep()
    {
        foreach (var golden in s_golden.GetProperty("thresholds").EnumerateArray())
        {
            var scores = new SquadScores(SquadVersion.V2);
            foreach (var question in golden.GetProperty("questions").EnumerateArray())
                scores.Add(question.GetProperty("predicted").GetString(), question.GetProperty("gold").Deserialize<string[]>()!, question.GetProperty("noAnswer").GetDouble());

            Assert.Equal(golden.GetProperty("exact").GetDouble(), scores.Overall.Exact, Tolerances.Score);
            Assert.Equal(golden.GetProperty("f1").GetDouble(), scores.Overall.F1, Tolerances.Score);
            Assert.Equal(scores.Overall.Questions, scores.Answerable.Questions + scores.Unanswerable.Questions);
            Same(golden.GetProperty("bestExact"), scores.BestExact);
            Same(golden.GetProperty("bestF1"), scores.BestF1);
            Assert.True(scores.BestF1.Score > scores.Overall.F1);
        }
    }

    [Fact]
    public void A_question_without_an_answer_is_wrong_in_version_1_and_left_out_in_version_2()
    {
        SquadScores first = new(SquadVersion.V1), second = new(SquadVersion.V2);
        foreach (var scores in new[] { first, second })
        {
            scores.Add("cat", ["cat"]);
            scores.Add(null, ["the"]);
        }

        Assert.Equal(new(2, 0.5, 0.5), first.Overall);
        Assert.Equal(new(1, 1, 1), second.Overall);
        Assert.Equal(default, new SquadScores(SquadVersion.V2).Overall);
    }

    [Fact]
    public void A_no_answer_score_that_is_no_number_is_refused() =>
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => new SquadScores(SquadVersion.V2).Add("cat", ["cat"], double.NaN)).Message, StringComparison.Ordinal);

    private static void Same(JsonElement golden, AnswerScore score)
    {
        Assert.Equal(golden[0].GetDouble(), score.Exact);
        Assert.Equal(golden[1].GetDouble(), score.F1, Tolerances.Score);
    }

    private static void Same(JsonElement golden, NoAnswerThreshold best)
    {
        Assert.Equal(golden[0].GetDouble(), best.Score, Tolerances.Score);
        Assert.Equal(golden[1].GetDouble(), best.Threshold);
    }
}
