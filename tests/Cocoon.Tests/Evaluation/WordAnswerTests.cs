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
        using var kernels = new ReferenceKernels();
        using var tagger = new WordTagger(kernels, model);
        Assert.Equal([new FoundName("bad", 4, "BAD")], tagger.Tag("wa  bad\twc wd we\nwf wg").Names);

        var dev = data.Development[0];
        var found = WordEvaluation.Of(tagger, dev, worst: 3);
        Assert.Equal(results.Measures[MeasureNames.EntityF1].Median, found.Measures[MeasureNames.EntityF1], Tolerances.Float);
        Assert.DoesNotContain(found.Worst, w => w.Right.Count + w.Answered.Count == 0);
        var wrong = dev with { Examples = [(TaggedExample)dev.Examples[0] with { Labels = [.. dev.Examples[0].Labels!.Select(l => l == "B-BAD" ? "B-GOOD" : l == "B-GOOD" ? "B-BAD" : l)] }] };
        var worst = Assert.Single(WordEvaluation.Of(tagger, wrong, worst: 3).Worst);
        bool bad = worst.Text.Contains("bad", StringComparison.Ordinal);
        Assert.Equal(bad ? ("bad GOOD", "bad BAD") : ("good BAD", "good GOOD"), (Assert.Single(worst.Right), Assert.Single(worst.Answered)));
        TaggedFile.Write(_folder.At("tags.conll"), wrong, tagger.Tag(wrong));
        Assert.Equal(8, File.ReadAllLines(_folder.At("tags.conll")).Length);
    }

    [Theory]
    [InlineData("Kim sat.", "Kim|sat|.")]
    [InlineData(" (\"Lahore\",\n Umballa)... ", "(|\"|Lahore|\"|,|Umballa|)|.|.|.")]
    [InlineData("don't re-read 3.5 $5 ...", "don't|re-read|3.5|$|5|.|.|.")]
    [InlineData("\u2014 \U0001F600x\u4F60\u3002", "\u2014|\U0001F600x\u4F60|\u3002")]
    [InlineData(" \t\n", "")]
    public void Punctuation_is_divided_from_words(string text, string words) => Assert.Equal(words, string.Join('|', WordTagger.WordsOf(text).Select(range => text[range])));

    [Fact]
    public void Answers_are_judged_with_the_worst_first()
    {
        var data = Data(TaskKind.Span, MeasureNames.BestF1, (name, seed) => Questions(name, seed, mayLackAnswer: true), mayLackAnswer: true);
        TinyTask.Run(_folder, TinyTask.Input(data), TinyTask.Options with { Epochs = 0.2 });
        using var kernels = new ReferenceKernels();
        using var model = FineTunedModel.Load(_folder.Path);
        using var answerer = new QuestionAnswerer(kernels, model);

        var (never, always) = (AnswerEvaluation.Of(answerer, data.Development[0], -1e9, 100), AnswerEvaluation.Of(answerer, data.Development[0], 1e9, 2));

        Assert.All(never.Answers.Values, answer => Assert.Equal("", answer));
        Assert.Equal(1, never.Scores!.Unanswerable.Exact);
        Assert.Equal(40, never.Worst.Count);   // those of 60 that have an answer
        Assert.DoesNotContain(always.Answers.Values, answer => answer.Length == 0);
        Assert.Equal((2, 0.0), (always.Worst.Count, always.Worst[0].F1));
        Assert.True(always.Worst[0].Probability >= always.Worst[1].Probability);
        Assert.Equal(never.Swept!.BestF1, always.Swept!.BestF1);
        var kept = data.Development[0] with { Examples = [.. data.Development[0].Examples.Select(e => (SquadExample)e with { Answers = null })] };
        Assert.Null(AnswerEvaluation.Of(answerer, kept, 0, 2).Scores);
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

    internal static TaskData Data(TaskKind kind, string metric, Func<string, ulong, ExampleSet> examples, bool mayLackAnswer = false) => TaskData.Of(new()
    {
        Name = "tiny", Kind = kind, Pairs = kind == TaskKind.Span, Metrics = [metric], MayLackAnswer = mayLackAnswer, Train = "train", Development = ["dev"], Reader = new ConllFile(),
    }, examples("train", 1), [examples("dev", 2)], []);

    /// <summary>Two words of a question, and a text with "bad" or "good" somewhere, or with neither.</summary>
    internal static ExampleSet Questions(string name, ulong seed, bool mayLackAnswer)
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

    internal static ExampleSet Sentences(string name, ulong seed)
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
