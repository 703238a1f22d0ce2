using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Cocoon.Cli;

/// <summary>The exercise for people: a numbered list that is Markdown where it is written to a file, and the score.</summary>
public static class ExerciseReport
{
    private static readonly Style s_good = new(Color.Green), s_bad = new(Color.Red), s_quiet = new(decoration: Decoration.Dim);

    /// <summary>The sentences shown, each with what was said about it, then the score.</summary>
    public static IEnumerable<IRenderable> Draw(CorrectionExercise exercise)
    {
        for (int i = 0; i < exercise.Shown.Count; i++) yield return Sentence(i + 1, exercise.Shown[i]);
        yield return CommandConsole.Line($"In {exercise.Sentences:N0} such sentences the wrong word was the most doubtful one {Share(exercise.Found, exercise.Sentences)}; guessing finds {exercise.Chance:P1}. "
            + $"The best proposal for it was the original {Share(exercise.Restored, exercise.Sentences)}, one of the first three {Share(exercise.RestoredAmongThree, exercise.Sentences)}. "
            + string.Create(CultureInfo.InvariantCulture, $"At the threshold {exercise.Threshold:0.##}, {Share(exercise.Reported, exercise.Sentences)} it was reported, and {(double)exercise.FalseAlarms / Math.Max(1, exercise.OtherWords):P1} of the words that were right."));
    }

    private static Paragraph Sentence(int number, ExercisedSentence shown)
    {
        var (sentence, end) = (shown.Sentence, shown.Sentence.Offset + shown.Sentence.Wrong.Length);
        var line = new Paragraph($"{number}. {sentence.Text[..sentence.Offset]}").Append($"»{sentence.Wrong}«", shown.IsFound ? s_good : s_bad).Append(sentence.Text[end..] + "\n   - ");
        line.Append(shown.IsFound ? "found" : "missed", shown.IsFound ? s_good : s_bad).Append(string.Create(CultureInfo.InvariantCulture, $": wrong {shown.WrongProbability:0.00}"));
        if (!shown.IsFound) line.Append(string.Create(CultureInfo.InvariantCulture, $", less than {shown.MostDoubtful} {shown.Highest:0.00}"));
        line.Append("; was ").Append(sentence.Right, shown.Rank > 0 ? s_good : s_bad).Append("; proposals ");
        return line.Append(Proposals(shown) + "\n\n", s_quiet);
    }

    private static string Proposals(ExercisedSentence shown) =>
        string.Join(", ", shown.Proposals.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Word} {p.Probability:0.00}{(p.Word == shown.Sentence.Right ? " ✓" : "")}")));

    private static string Share(int part, int whole) => $"{part:N0} times ({(double)part / Math.Max(1, whole):P0})";
}
