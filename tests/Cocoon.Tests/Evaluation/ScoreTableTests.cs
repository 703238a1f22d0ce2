using Cocoon.Evaluation;
using Xunit;

namespace Cocoon.Tests.Evaluation;

public sealed class ScoreTableTests
{
    private static readonly string[] s_tasks = ["one", "two"];
    private static readonly ulong[] s_seeds = [1, 2, 3];

    [Fact]
    public void An_average_is_over_all_tasks_of_a_seed_and_its_spread_over_the_seeds()
    {
        var table = new ScoreTable(s_tasks, s_seeds, [.. Scores("a", [0.5, 0.6, 0.7], [0.9, 0.8, 0.9])]);
        var average = table.Average("a", 1)!;
        Assert.Equal((3, 0.7, 0.8), (average.Count, average.Lowest, average.Highest));
        Assert.Equal(0.6, table.OnTask("a", 1, "one")!.Mean, 12);
        Assert.Null(table.Average("a", 0.5));
        Assert.Null(table.OnTask("b", 1, "one"));
    }

    [Fact]
    public void A_seed_that_lacks_a_task_has_no_average()
    {
        var table = new ScoreTable(s_tasks, s_seeds, [.. Scores("a", [0.5, 0.6], [0.9])]);
        Assert.Equal((1, 0.7), (table.Average("a", 1)!.Count, table.Average("a", 1)!.Mean));
        Assert.Equal(2, table.OnTask("a", 1, "one")!.Count);
    }

    [Fact]
    public void Differences_are_between_equal_tasks_and_seeds()
    {
        var table = new ScoreTable(s_tasks, s_seeds, [.. Scores("a", [4, 5, 6], [1]), .. Scores("b", [1, 1], [3, 3, 3])]);
        Assert.Equal("3 4; -2", Text(table.Differences(("a", 1), ("b", 1))));
        Assert.Empty(table.Differences(("a", 1), ("c", 1)));
        Assert.Equal("0 0 0; 0", Text(table.Differences(("a", 1), ("a", 1))));
    }

    [Fact]
    public void Two_scores_of_one_kind_are_refused() =>
        Assert.Throws<ArgumentException>(() => new ScoreTable(s_tasks, s_seeds, [.. Scores("a", [1], []), .. Scores("a", [2], [])]));

    private static string Text(IReadOnlyList<IReadOnlyList<double>> differences) => string.Join("; ", differences.Select(task => string.Join(' ', task)));

    private static IEnumerable<Score> Scores(string competitor, double[] one, double[] two) =>
        one.Select((value, i) => new Score(competitor, 1, "one", s_seeds[i], value)).Concat(two.Select((value, i) => new Score(competitor, 1, "two", s_seeds[i], value)));
}
