using Cocoon.Evaluation;
using Xunit;

namespace Cocoon.Tests.Evaluation;

public sealed class ComparisonOptionsTests
{
    private static readonly ComparisonOptions s_good = new()
    {
        Name = "test", Budget = "1 min", Competitors = [new() { Name = "a-1", Recipe = "a.json" }, new() { Name = "none", Recipe = "a.json", Pretrained = false }],
    };

    [Fact]
    public void What_is_whole_has_no_problems() => Assert.Empty(s_good.Problems());

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        var bad = s_good with
        {
            Name = "",
            Fractions = [0.5, 0.25, 2],
            Seeds = [1, 1],
            Competitors = [new() { Name = "A b", Recipe = "a.json" }, new() { Name = "c", Recipe = "a.json" }, new() { Name = "c", Recipe = "a.json" }],
        };
        Assert.Equal(["name", "fractions", "fractions[1]", "fractions[2]", "seeds", "competitors[0].name", "competitors[2].name"], bad.Problems().Select(p => p.Path));
        Assert.Equal(["fractions", "seeds", "competitors"], (s_good with { Fractions = [], Seeds = [], Competitors = [] }).Problems().Select(p => p.Path));
    }

    [Fact]
    public void Comparisons_that_say_the_same_are_the_same()
    {
        Assert.True(s_good.SaysTheSameAs(s_good with { Seeds = [1, 2, 3] }));
        Assert.False(s_good.SaysTheSameAs(s_good with { Seeds = [1, 2] }));
    }

    [Fact]
    public void The_plan_pretrains_each_competitor_once_in_a_folder_of_its_own()
    {
        var plan = ComparisonPlan.Of(s_good);
        Assert.Equal([new PretrainingPart("a-1")], plan.Pretrainings);
        Assert.Equal(["pretraining/a-1"], plan.Pretrainings.Select(p => p.Folder));
        Assert.Equal(["12.5%", "100%"], new[] { 0.125, 1 }.Select(ComparisonPlan.Percent));
    }

    [Fact]
    public void The_plan_fine_tunes_each_kept_model_on_each_task_the_whole_budget_first()
    {
        var parts = ComparisonPlan.Of(s_good with { Fractions = [0.5, 1], Tasks = [Task("RTE"), Task("CoLA")] }).FineTunings;
        Assert.Equal(
        [
            "fine-tuning/a-1/at-100/RTE", "fine-tuning/none/at-0/RTE", "fine-tuning/a-1/at-100/CoLA", "fine-tuning/none/at-0/CoLA", "fine-tuning/a-1/at-50/RTE", "fine-tuning/a-1/at-50/CoLA",
        ], parts.Select(p => p.Folder));
        Assert.Equal("tasks[1].task", Assert.Single((s_good with { Tasks = [Task("RTE"), Task("rte")] }).Problems()).Path);
    }

    [Fact]
    public void Parts_that_are_named_bring_the_pretrainings_that_they_need()
    {
        var plan = ComparisonPlan.Of(s_good with { Fractions = [0.5, 1], Tasks = [Task("RTE"), Task("CoLA")] });
        Assert.Equal(7, plan.Count);
        Assert.Same(plan, plan.Only([]));
        Assert.Equal(["pretraining/a-1", "fine-tuning/a-1/at-100/RTE", "fine-tuning/a-1/at-100/CoLA"], FoldersOf(plan.Only(["fine-tuning/a-1/at-100"])));
        Assert.Equal(["pretraining/a-1", "fine-tuning/none/at-0/CoLA"], FoldersOf(plan.Only(["fine-tuning/none/at-0/CoLA", "pretraining"])));
        Assert.Equal(["fine-tuning/none/at-0/RTE", "fine-tuning/none/at-0/CoLA"], FoldersOf(plan.Only(["fine-tuning/none"])));
        Assert.Equal(0, plan.Only(["fine-tuning/non", "pretraining/a"]).Count);
    }

    private static IEnumerable<string> FoldersOf(ComparisonPlan plan) => plan.Pretrainings.Select(p => p.Folder).Concat(plan.FineTunings.Select(p => p.Folder));

    private static ComparisonTask Task(string name) => new() { Task = name, Data = name, Recipe = "tiny.json" };
}
