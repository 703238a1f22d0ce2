namespace Cocoon.Evaluation;

/// <summary>How well an answer agrees with the best of several right ones.</summary>
/// <param name="Exact">1 if it is one of them, else 0.</param>
/// <param name="F1">Harmonic mean of precision and recall of its words, in [0, 1].</param>
public readonly record struct AnswerScore(double Exact, double F1)
{
    /// <summary>Scores an answer by SQuAD's official rules.</summary>
    /// <remarks>
    /// The rules of 2.0 leave out right answers that are only articles and punctuation; if none remains, the empty answer is right. If one of the two answers is
    /// empty, their F1 is 1 if both are. The rules of 1.1 know neither: nothing in common is 0.
    /// </remarks>
    /// <param name="predicted">The answer; empty for "there is none".</param>
    /// <param name="gold">Right answers; none if the question cannot be answered.</param>
    /// <param name="version">Whose rules.</param>
    public static AnswerScore Of(string predicted, IEnumerable<string> gold, SquadVersion version)
    {
        string[] words = AnswerText.Words(predicted);
        var right = gold.Select(AnswerText.Words);
        if (version == SquadVersion.V2) right = right.Where(g => g.Length > 0).DefaultIfEmpty([]);
        var best = new AnswerScore(0, 0);
        foreach (string[] answer in right)
        {
            double exact = words.AsSpan().SequenceEqual(answer) ? 1 : 0;
            bool empty = version == SquadVersion.V2 && (words.Length == 0 || answer.Length == 0);
            best = new(Math.Max(best.Exact, exact), Math.Max(best.F1, empty ? exact : WordF1(words, answer)));
        }
        return best;
    }

    private static double WordF1(string[] predicted, string[] gold)
    {
        var left = gold.CountBy(word => word, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        int shared = 0;
        foreach (string word in predicted)
        {
            if (left.GetValueOrDefault(word) == 0) continue;
            left[word]--;
            shared++;
        }
        return shared > 0 ? 2.0 * shared / (predicted.Length + gold.Length) : 0;
    }
}
