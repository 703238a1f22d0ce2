using Cocoon.Evaluation;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.Tests.Evaluation;

/// <summary>The lines of docs/finetuning.md compile and run: what follows is what stands there.</summary>
public sealed class SampleTests
{
    [Fact]
    public void A_model_is_used_in_three_lines()
    {
        using var folder = new ScratchFolder();
        TinyTask.Run(folder, TinyTask.Input(), TinyTask.Options with { Epochs = 0.1 });
        string run = folder.Path;

        using var classifier = TextClassifier.Load(run);   // a run of finetune, or its model folder
        var answer = classifier.Classify("A joy to watch.");
        Console.WriteLine($"{answer.Label} {answer.Probabilities.Max():0.00}");

        Assert.Contains(answer.Label, classifier.Task.Labels);
        Assert.Equal(1, answer.Probabilities.Sum(), Tolerances.Float);
        Assert.Equal("tiny is about one text: give no second one. (Parameter 'pair')", Assert.Throws<ArgumentException>(() => classifier.Classify("a", "b")).Message);
    }

    [Fact]
    public void The_page_shows_these_lines()
    {
        string page = File.ReadAllText(Repository.PathOf("docs", "finetuning.md")), source = File.ReadAllText(Repository.PathOf("tests", "Cocoon.Tests", "Evaluation", "SampleTests.cs"));
        string[] lines = page.Split("```csharp\n")[1].Split("```")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.Contains("        " + line + "\n", source, StringComparison.Ordinal));
    }
}
