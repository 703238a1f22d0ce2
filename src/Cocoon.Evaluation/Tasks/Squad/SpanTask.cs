using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Evaluation;

/// <summary>The part of a text that answers a question, or that there is none.</summary>
/// <remarks>
/// Rajpurkar et al. 2016 and 2018; Devlin et al. 2018, arXiv:1810.04805, §4.2 and §4.3. [CLS] question [SEP] window [SEP], a stride of 128, 64 tokens of the question
/// at most; in training a window without the answer has "none" as its answer, and questions whose answer is not in the text are left out. Deviations: where windows hold
/// less than 256 tokens of the text, the stride is half a window; and the special tokens are counted right, where COCO-LM's released code makes windows of one token too many.
/// </remarks>
public sealed class SpanTask(TaskSettings settings) : ITask
{
    private const int Stride = 128, LongestQuestion = 64;

    /// <inheritdoc/>
    public TaskSettings Settings => settings;

    /// <inheritdoc/>
    public IEnumerable<EncodedSequence> Encode(LabelledExample example, int number, TextEncoder texts)
    {
        IntList question = new(), text = new(), part = new();
        var spans = new List<TokenSpan>();
        string read = example.Pair!;
        texts.Tokenizer.Encode(example.Text, question);
        texts.Tokenizer.Encode(read, text, spans);
        for (int i = 0; i < spans.Count; i++) spans[i] = spans[i].WithoutSpace(read);
        int most = texts.MaxLength - texts.SpecialsOf(pair: true), asked = Math.Min(question.Count, Math.Min(LongestQuestion, most / 2)), room = most - asked;
        var windows = SpanWindows.Cut(text.Count, room, Math.Min(Stride, (room + 1) / 2));
        int[] showing = SpanWindows.ShowingMost(windows);
        var answer = AnswerIn(spans, example as SquadExample);
        for (int w = 0; w < windows.Count; w++)
        {
            var (start, end) = windows[w];
            part.Clear();
            text.Span[start..end].CopyTo(part.Extend(end - start));
            var sequence = texts.Assemble(number, question.Span[..asked], part);
            yield return new SpanSequence
            {
                Example = number, Ids = sequence.Ids, PairStart = sequence.PairStart, Dropped = w == 0 ? question.Count - asked : 0,
                Spans = spans[start..end], ShowsMost = [.. Enumerable.Range(start, end - start).Select(token => showing[token] == w)],
                Targets = answer is not { } known ? [] : known.First >= start && known.Last < end ? [sequence.PairStart + known.First - start, sequence.PairStart + known.Last - start] : [0, 0],
            };
        }
    }

    /// <inheritdoc/>
    public ITaskHead CreateHead(ParameterScope scope, int hiddenSize, HeadOptions options) => new SpanHead(scope, hiddenSize);

    /// <inheritdoc/>
    /// <remarks>
    /// <c>exact</c> and <c>f1</c>; where questions may have no answer, these are with a threshold of 0, and <c>best_exact</c> and <c>best_f1</c> with the best, as
    /// COCO-LM's released code reports; <c>threshold</c> is that of the best F1.
    /// </remarks>
    public SortedDictionary<string, double> Measure(ExampleSet set, IReadOnlyList<EncodedSequence> sequences, IReadOnlyList<float[]> scores)
    {
        var version = settings.MayLackAnswer ? SquadVersion.V2 : SquadVersion.V1;
        SquadScores always = new(version), decided = new(version);
        foreach (var (example, answers) in set.Examples.Cast<SquadExample>().Zip(AnswersOf(set, sequences, scores)))
        {
            string[] right = [.. example.Answers!.Select(a => a.Text)];
            always.Add(answers.Text, right, answers.NoAnswerScore);
            decided.Add(settings.MayLackAnswer ? answers.TextBelow(0) : answers.Text, right);
        }
        var measures = new SortedDictionary<string, double>(StringComparer.Ordinal) { [MeasureNames.Exact] = decided.Overall.Exact, [MeasureNames.F1] = decided.Overall.F1 };
        if (!settings.MayLackAnswer) return measures;
        (measures[MeasureNames.BestExact], measures[MeasureNames.BestF1], measures[MeasureNames.Threshold]) = (always.BestExact.Score, always.BestF1.Score, always.BestF1.Threshold);
        return measures;
    }

    /// <summary>What a model answers to each question.</summary>
    /// <param name="set">The questions.</param>
    /// <param name="sequences">What <see cref="Encode"/> made of them, in their order.</param>
    /// <param name="scores">What the head gave for each sequence.</param>
    public static IEnumerable<SpanAnswers> AnswersOf(ExampleSet set, IReadOnlyList<EncodedSequence> sequences, IReadOnlyList<float[]> scores)
    {
        for (int example = 0, first = 0, end; example < set.Examples.Count; example++, first = end)
        {
            for (end = first; end < sequences.Count && sequences[end].Example == example; end++) { }
            yield return SpanAnswers.Of(set.Examples[example].Pair!, [.. sequences.Skip(first).Take(end - first).Cast<SpanSequence>()], [.. scores.Skip(first).Take(end - first)]);
        }
    }

    /// <summary>First and last token of the right answer; (−1, −1) if there is none in the text; null if nothing is known.</summary>
    private static (int First, int Last)? AnswerIn(List<TokenSpan> spans, SquadExample? example)
    {
        if (example?.Answers is not { } answers) return null;
        if (answers.Count == 0) return (-1, -1);
        foreach (var answer in answers)
        {
            int first = spans.FindIndex(s => s.End > answer.Start), last = spans.FindLastIndex(s => s.Start < answer.Start + answer.Text.Length);
            if (answer.Start >= 0 && first >= 0 && first <= last) return (first, last);
        }
        return null;
    }
}
