using System.Text.Json;
using Cocoon.Evaluation;
using Cocoon.Testing;
using Cocoon.Tests.Models;
using Xunit;

namespace Cocoon.Tests.Evaluation;

public sealed class ConfusionMatrixTests
{
    [Fact]
    public void Scores_are_those_of_scikit_learn_also_where_a_class_is_missing()
    {
        var cases = Golden.Read("metrics.json").GetProperty("classification").EnumerateArray().ToList();
        foreach (var golden in cases)
        {
            int classes = golden.GetProperty("classes").GetInt32();
            var matrix = ConfusionMatrix.Of(Integers(golden, "gold"), Integers(golden, "predicted"), classes);

            Assert.Equal(golden.GetProperty("accuracy").GetDouble(), matrix.Accuracy, Tolerances.Score);
            Assert.Equal(golden.GetProperty("macroF1").GetDouble(), matrix.MacroF1, Tolerances.Score);
            Assert.Equal(golden.GetProperty("matthews").GetDouble(), matrix.Matthews, Tolerances.Score);
            for (int c = 0; c < classes; c++)
            {
                Assert.Equal(golden.GetProperty("precision")[c].GetDouble(), matrix.Precision(c), Tolerances.Score);
                Assert.Equal(golden.GetProperty("recall")[c].GetDouble(), matrix.Recall(c), Tolerances.Score);
                Assert.Equal(golden.GetProperty("f1")[c].GetDouble(), matrix.F1(c), Tolerances.Score);
                for (int p = 0; p < classes; p++) Assert.Equal(golden.GetProperty("matrix")[c][p].GetInt64(), matrix[c, p]);
            }
        }
        Assert.Contains(cases, c => Math.Abs(c.GetProperty("matthews").GetDouble()) is > 0.1 and < 0.9);
        Assert.Contains(cases, c => c.GetProperty("matthews").GetDouble() == 0);
    }

    [Fact]
    public void What_cannot_be_counted_is_refused()
    {
        Assert.Contains("3 true classes, but 2", Assert.Throws<ArgumentException>(() => ConfusionMatrix.Of([0, 1, 0], [0, 1], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("classes 0 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => new ConfusionMatrix(2).Add(0, 2)).Message, StringComparison.Ordinal);
        Assert.Contains("classes 0 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => new ConfusionMatrix(2).Add(-1, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("nothing to score", Assert.Throws<InvalidOperationException>(() => new ConfusionMatrix(2).Accuracy).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new ConfusionMatrix(2).MacroF1);
        Assert.Throws<InvalidOperationException>(() => new ConfusionMatrix(2).Matthews);
    }

    private static int[] Integers(JsonElement golden, string name) => golden.GetProperty(name).Deserialize<int[]>()!;
}
