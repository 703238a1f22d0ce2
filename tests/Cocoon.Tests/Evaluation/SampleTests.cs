using Cocoon.Evaluation;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.Tests.Evaluation;

/// <summary>The lines of docs/finetuning.md compile and run: what follows is what stands there.</summary>
public sealed class SampleTests : IDisposable
{
    private static readonly FineTuningOptions s_brief = TinyTask.Options with { Epochs = 0.1 };

    private readonly ScratchFolder _folder = new();

    [Fact]
    public void A_model_is_used_in_three_lines()
    {
        TinyTask.Run(_folder, TinyTask.Input(), s_brief);
        string run = _folder.Path;

        using var classifier = TextClassifier.Load(run);   // a run of finetune, or its model folder
        var answer = classifier.Classify("A joy to watch.");
        Console.WriteLine($"{answer.Label} {answer.Probabilities.Max():0.00}");

        Assert.Contains(answer.Label, classifier.Task.Labels);
        Assert.Equal(1, answer.Probabilities.Sum(), Tolerances.Float);
        Assert.Equal("tiny is about one text: give no second one. (Parameter 'pair')", Assert.Throws<ArgumentException>(() => classifier.Classify("a", "b")).Message);
        Assert.Contains("it does not tag words. Make one that does: cocoon finetune CoNLL-2003", Assert.Throws<ArgumentException>(() => WordTagger.Load(run)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Questions_are_answered_in_three_lines()
    {
        TinyTask.Run(_folder, TinyTask.Input(WordAnswerTests.Data(TaskKind.Span, MeasureNames.F1, (name, seed) => WordAnswerTests.Questions(name, seed, mayLackAnswer: false))), s_brief);
        string run = _folder.Path;

        using var answerer = QuestionAnswerer.Load(run);
        var answers = answerer.Answer("Who sat on the gun?", "Kim sat on the gun Zam-Zammah.");
        Console.WriteLine(answers.Text);

        Assert.Contains(answers.Text, "Kim sat on the gun Zam-Zammah.", StringComparison.Ordinal);
        Assert.Contains("This one is used by cocoon answer.", Assert.Throws<ArgumentException>(() => TextClassifier.Load(run)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_found_in_three_lines()
    {
        TinyTask.Run(_folder, TinyTask.Input(WordAnswerTests.Data(TaskKind.TokenLabels, MeasureNames.EntityF1, WordAnswerTests.Sentences)), s_brief);
        string run = _folder.Path;

        using var tagger = WordTagger.Load(run);
        foreach (var name in tagger.Tag("Kim sat on the gun in Lahore.").Names)
            Console.WriteLine($"{name.Text} {name.Type}");

        Assert.Equal(["Kim", "sat", "on", "the", "gun", "in", "Lahore", "."], tagger.Tag("Kim sat on the gun in Lahore.").Words.Select(w => w.Text));
        Assert.Empty(tagger.Tag("").Words);
    }

    [Fact]
    public void The_page_shows_these_lines()
    {
        string page = File.ReadAllText(Repository.PathOf("docs", "finetuning.md")), source = File.ReadAllText(Repository.PathOf("tests", "Cocoon.Tests", "Evaluation", "SampleTests.cs"));
        string[][] samples = [.. page.Split("```csharp\n").Skip(1).Select(part => part.Split("```")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries))];

        Assert.Equal([3, 3, 3], samples.Select(lines => lines.Length));
        Assert.All(samples.SelectMany(lines => lines), line => Assert.Contains("        " + line + "\n", source, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();
}
