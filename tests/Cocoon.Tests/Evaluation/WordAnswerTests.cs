using Cocoon.Evaluation;
using Cocoon.Kernels;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.Tests.Evaluation;

/// <summary>Tasks whose answers are words of the text are learned on the same spine as the others.</summary>
public sealed class WordAnswerTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Answers_are_found_and_missing_ones_are_not(bool mayLackAnswer)
    {
        var data = Data(TaskKind.Span, mayLackAnswer ? MeasureNames.BestF1 : MeasureNames.F1, (name, seed) => Questions(name, seed, mayLackAnswer), mayLackAnswer);

        var results = TinyTask.Run(_folder, TinyTask.Input(data), TinyTask.Options)!;

        Assert.InRange(results.Score.Median, 0.95, 1);
        using var kernels = new ReferenceKernels();
        using var model = FineTunedModel.Load(_folder.Path);
        using var answerer = new QuestionAnswerer(kernels, model);
        Assert.Equal(mayLackAnswer, answerer.MayLackAnswer);
        Assert.Equal("good", answerer.Answer("wa wb", "wc wd we good wf wg wh wi wj wk wl").Text);
        if (mayLackAnswer) Assert.Equal("", answerer.Answer("wa wb", "wc wd we wf wg").TextBelow(results.Measures[MeasureNames.Threshold].Median));
    }

    [Fact]
    public void Questions_whose_answer_is_lost_are_not_learned_but_asked()
    {
        var train = Questions("train", 1, mayLackAnswer: false);
        var lost = (SquadExample)train.Examples[0] with { Answers = [new("bird", -1)] };
        var data = Data(TaskKind.Span, MeasureNames.F1, (name, seed) => name == "train" ? train with { Examples = [lost, .. train.Examples.Skip(1)] } : Questions(name, seed, false) with { Examples = [lost] });

        var input = TinyTask.Input(data);

        Assert.DoesNotContain(input.Train.Sequences, s => s.Example == 0);
        Assert.Contains(input.Train.Sequences, s => s.Example == 1);
        Assert.NotEmpty(input.Development[0].Sequences);
        Assert.Contains(input.Notes, note => note.Contains("1 example has no answer in its text", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_are_found()
    {
        var data = Data(TaskKind.TokenLabels, MeasureNames.EntityF1, Sentences);

        var results = TinyTask.Run(_folder, TinyTask.Input(data), TinyTask.Options)!;

        Assert.InRange(results.Score.Median, 0.95, 1);
        using var model = FineTunedModel.Load(_folder.Path);
        Assert.Equal(["B-BAD", "B-GOOD", "O"], model.Task.Settings.Labels);
    }

    [Fact]
    public void A_model_of_another_task_answers_no_questions()
    {
        TinyTask.Run(_folder, TinyTask.Input(), TinyTask.Options with { Epochs = 0.1 });
        using var kernels = new ReferenceKernels();
        using var model = FineTunedModel.Load(_folder.Path);

        Assert.Contains("cocoon finetune SQuAD", Assert.Throws<ArgumentException>(() => new QuestionAnswerer(kernels, model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_that_are_missing_or_unknown_are_refused_before_step_0()
    {
        var questions = Questions("train", 1, mayLackAnswer: false);
        var kept = questions with { Examples = [.. questions.Examples.Select(e => (SquadExample)e with { Answers = null })] };
        Assert.Contains("have no answers", Assert.Throws<TaskDataException>(() => Data(TaskKind.Span, MeasureNames.F1, (_, _) => kept)).Message, StringComparison.Ordinal);

        var unknown = Sentences("dev", 2) with { Examples = [(TaggedExample)Sentences("dev", 2).Examples[0] with { Labels = [.. Enumerable.Repeat("I-X", 7)] }] };
        Assert.Contains("'I-X' is not among", Assert.Throws<TaskDataException>(() => Data(TaskKind.TokenLabels, MeasureNames.EntityF1, (name, seed) => name == "dev" ? unknown : Sentences(name, seed))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static TaskData Data(TaskKind kind, string metric, Func<string, ulong, ExampleSet> examples, bool mayLackAnswer = false) => TaskData.Of(new()
    {
        Name = "tiny", Kind = kind, Pairs = kind == TaskKind.Span, Metrics = [metric], MayLackAnswer = mayLackAnswer, Train = "train", Development = ["dev"], Reader = new ConllFile(),
    }, examples("train", 1), [examples("dev", 2)], []);

    /// <summary>Two words of a question, and a text with "bad" or "good" somewhere, or with neither.</summary>
    private static ExampleSet Questions(string name, ulong seed, bool mayLackAnswer)
    {
        var set = TinyTask.Examples(name, name == "train" ? 400 : 60, TaskKind.Classification, seed);
        return set with
        {
            Examples = [.. set.Examples.Select((e, i) =>
            {
                string told = e.Labels![0];
                bool lacks = mayLackAnswer && i % 3 == 0;
                string text = lacks ? e.Text.Replace(told, "wa", StringComparison.Ordinal) : e.Text;
                return new SquadExample
                {
                    Place = e.Place, Id = e.Id, Text = "wa wb", Pair = text, Version = mayLackAnswer ? SquadVersion.V2 : SquadVersion.V1,
                    Answers = lacks ? [] : [new(told, text.IndexOf(told, StringComparison.Ordinal))],
                };
            })],
        };
    }

    private static ExampleSet Sentences(string name, ulong seed)
    {
        var set = TinyTask.Examples(name, name == "train" ? 400 : 60, TaskKind.Classification, seed);
        return set with
        {
            Examples = [.. set.Examples.Select(e =>
            {
                string[] words = e.Text.Split(' ');
                return new TaggedExample { Place = e.Place, Id = e.Id, Text = e.Text, Words = words, Labels = [.. words.Select(w => w == "bad" ? "B-BAD" : w == "good" ? "B-GOOD" : "O")] };
            })],
        };
    }
}
