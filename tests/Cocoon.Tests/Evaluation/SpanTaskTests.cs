using Cocoon.Evaluation;
using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Evaluation;

public sealed class SpanTaskTests
{
    private const int MaxLength = 16;
    private const string Text = "The cat sat on the mat , and the dog sat under a tree near the house .";
    private static readonly string[] s_tokens =
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "cat", "sat", "on", "mat", ",", "and", "dog", "under", "a", "tree", "near", "house", ".", "who", "where", "?", "ho", "##use"];

    private readonly TextEncoder _texts = new(new WordPieceTokenizer(s_tokens), MaxLength);

    [Fact]
    public void Windows_hold_every_token_and_one_of_them_shows_most_around_it()
    {
        var windows = Encode(Task(), Example("where ?", "mat")).ToList();

        Assert.True(windows.Count > 2);
        Assert.All(windows, w => Assert.InRange(w.Ids.Length, 5, MaxLength));
        Assert.All(windows, w => Assert.Equal("[CLS] where ? [SEP]", string.Join(' ', w.Ids[..w.PairStart].Select(id => s_tokens[id]))));
        Assert.All(windows, w => Assert.Equal(w.Spans.Select(s => Text[s.Start..s.End].ToLowerInvariant()), w.Ids[w.PairStart..^1].Select(id => s_tokens[id])));
        var shown = windows.SelectMany(w => w.Spans.Where((_, i) => w.ShowsMost[i]).Select(s => s.Start)).ToList();
        Assert.Equal(windows.SelectMany(w => w.Spans).Select(s => s.Start).Distinct().Order(), shown.Order());
        Assert.Equal(Text.Split(' ').Length, shown.Count);
    }

    [Theory]
    [InlineData(400, 300, 128)]
    [InlineData(20, 7, 3)]
    [InlineData(5, 7, 3)]
    [InlineData(0, 7, 3)]
    public void Windows_are_those_of_the_released_code(int tokens, int room, int stride)
    {
        var expected = new List<(int Start, int End)>();
        int offset = 0;
        while (offset < tokens)   // run_squad.py
        {
            int length = Math.Min(tokens - offset, room);
            expected.Add((offset, offset + length));
            if (offset + length == tokens) break;
            offset += Math.Min(length, stride);
        }
        if (tokens == 0) expected.Add((0, 0));

        Assert.Equal(expected, SpanWindows.Cut(tokens, room, stride));
    }

    [Fact]
    public void A_window_is_labelled_with_the_answer_or_with_none()
    {
        var windows = Encode(Task(), Example("where ?", "under a tree")).ToList();

        var whole = windows.Where(w => w.Targets[0] > 0).ToList();
        Assert.NotEmpty(whole);
        Assert.NotEmpty(windows.Except(whole));
        Assert.All(whole, w => Assert.Equal("under a tree", Text[w.Spans[w.Targets[0] - w.PairStart].Start..w.Spans[w.Targets[1] - w.PairStart].End]));
        Assert.All(windows.Except(whole), w => Assert.Equal([0, 0], w.Targets));
        Assert.All(Encode(Task(), Example("who ?")), w => Assert.Equal([0, 0], w.Targets));   // no answer in the text
        Assert.All(Encode(Task(), Example("who ?") with { Answers = null }), w => Assert.False(w.HasTarget));
        Assert.All(Encode(Task(), Example("who ?") with { Answers = [new("bird", -1)] }), w => Assert.False(w.HasTarget));   // not in the text: left out of training
        Assert.All(Encode(Task(), Example("where ?") with { Answers = [new("bird", -1), new("mat", 19)] }), w => Assert.True(w.HasTarget));
    }

    [Fact]
    public void Scores_at_the_right_tokens_are_the_right_answers()
    {
        var task = Task();
        SquadExample[] examples = [Example("where ?", "near the house"), Example("who ?", "The cat"), Example("who ?")];
        var set = new ExampleSet("dev", "dev.json", examples);
        var sequences = EncodedSet.Of(set, task, _texts).Sequences;
        float[][] scores = [.. sequences.Select(RightScores)];

        var measures = task.Measure(set, sequences, scores);

        Assert.Equal((1.0, 1.0, 1.0), (measures["exact"], measures["best_exact"], measures["best_f1"]));
        Assert.Equal(["near the house", "The cat"], SpanTask.AnswersOf(set, sequences, scores).Take(2).Select(a => a.Text));
        Assert.Equal(["near the house", "The cat", ""], SpanTask.AnswersOf(set, sequences, scores).Select(a => a.TextBelow(0)));

        foreach (float[] wrong in scores) Array.Reverse(wrong);
        Assert.True(task.Measure(set, sequences, scores)["exact"] < 1);
    }

    [Fact]
    public void The_best_parts_are_those_that_a_naive_search_finds()
    {
        var windows = Encode(Task(), Example("where ?", "mat")).ToList();
        float[][] scores = [.. windows.Select((w, k) => Enumerable.Range(0, 2 * w.Ids.Length).Select(i => (float)Math.Sin(1 + 31 * i + 17 * k)).ToArray())];
        var all = new List<(string Text, double Score)>();
        for (int w = 0; w < windows.Count; w++)
            for (int i = 0; i < windows[w].Spans.Count; i++)
                for (int j = i; j < windows[w].Spans.Count; j++)
                    if (windows[w].ShowsMost[i])
                        all.Add((Text[windows[w].Spans[i].Start..windows[w].Spans[j].End], (double)scores[w][2 * (windows[w].PairStart + i)] + scores[w][2 * (windows[w].PairStart + j) + 1]));

        var answers = SpanAnswers.Of(Text, windows, scores);

        Assert.Equal(all.OrderByDescending(a => a.Score).Take(20).DistinctBy(a => a.Text), answers.Best.Select(a => (a.Text, a.Score)));
        Assert.Equal(windows.Select((w, k) => (double)scores[k][0] + scores[k][1]).Min(), answers.NoneScore);
        Assert.Equal(answers.NoneScore - answers.Best[0].Score, answers.NoAnswerScore);
        Assert.Equal(1, answers.Probabilities(orNone: false).Sum(), Tolerances.Score);
        Assert.True(answers.Probabilities(orNone: true).Sum() < 1);
    }

    [Fact]
    public void A_text_without_tokens_has_no_answer()
    {
        var windows = Encode(Task(), new SquadExample { Place = default, Id = "q", Text = "who ?", Pair = "  ", Version = SquadVersion.V2, Answers = [] }).ToList();

        var answers = SpanAnswers.Of("  ", windows, [[3f, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]]);

        Assert.Equal(("", 7.0), (answers.Text, answers.NoAnswerScore));
    }

    [Fact]
    public void A_long_question_loses_its_end()
    {
        var windows = Encode(Task(), Example(string.Join(' ', Enumerable.Repeat("who", 30)), "mat")).ToList();

        Assert.All(windows, w => Assert.Equal(6, w.Ids[..w.PairStart].Count(id => s_tokens[id] == "who")));   // half of 16 less 3 special tokens
        Assert.Equal(24, windows.Sum(w => w.Dropped));
    }

    private static SpanTask Task() => new(new() { Name = "SQuAD2", Kind = TaskKind.Span, Pairs = true, Metrics = ["best_f1"], MayLackAnswer = true });

    private static SquadExample Example(string question, params string[] answers) => new()
    {
        Place = default, Id = question, Text = question, Pair = Text, Version = SquadVersion.V2, Answers = [.. answers.Select(a => new SquadAnswer(a, Text.IndexOf(a, StringComparison.Ordinal)))],
    };

    private IEnumerable<SpanSequence> Encode(SpanTask task, SquadExample example) => task.Encode(example, 0, _texts).Cast<SpanSequence>();

    private static float[] RightScores(EncodedSequence sequence)
    {
        float[] scores = new float[2 * sequence.Ids.Length];
        bool isThere = sequence.Targets[0] > 0;
        (scores[2 * sequence.Targets[0]], scores[2 * sequence.Targets[1] + 1]) = isThere ? (5, 5) : (2, 2);
        return scores;
    }
}
