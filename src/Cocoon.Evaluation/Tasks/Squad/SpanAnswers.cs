namespace Cocoon.Evaluation;

/// <summary>A part of a text that may answer a question.</summary>
/// <param name="Text">The part.</param>
/// <param name="Start">Its first UTF-16 code unit in the text.</param>
/// <param name="Score">Score of its first token as the first plus that of its last as the last.</param>
public sealed record SpanAnswer(string Text, int Start, double Score);

/// <summary>What a model answers to a question about a text.</summary>
/// <param name="Best">The best parts, the best first, no text twice; none if the text has no token.</param>
/// <param name="NoneScore">Score of there being no answer: the least over all windows of what [CLS] has in both places.</param>
public sealed record SpanAnswers(IReadOnlyList<SpanAnswer> Best, double NoneScore)
{
    private const int Most = 20, LongestAnswer = 30; // tokens

    /// <summary>The best part; empty if there is none.</summary>
    public string Text => Best.Count > 0 ? Best[0].Text : "";

    /// <summary>By how much "none" scores above the best part: SQuAD's no-answer score.</summary>
    public double NoAnswerScore => NoneScore - (Best.Count > 0 ? Best[0].Score : 0);

    /// <summary>The best part, unless "none" scores more than that above it.</summary>
    /// <param name="threshold">The largest no-answer score of a question that is answered.</param>
    public string TextBelow(double threshold) => NoAnswerScore > threshold ? "" : Text;

    /// <summary>How probable each of the best parts is, if one of them is right.</summary>
    /// <param name="orNone">If one of them or "none" is right.</param>
    public IReadOnlyList<double> Probabilities(bool orNone)
    {
        var scores = Best.Select(answer => (float)answer.Score);
        return Evaluation.Probabilities.Softmax([.. orNone ? scores.Append((float)NoneScore) : scores])[..Best.Count];
    }

    /// <summary>Finds the best parts of a text.</summary>
    /// <remarks>
    /// The released code of BERT and COCO-LM: the 20 best parts of up to 30 tokens; a token may begin one only in the window that shows most around it. Deviation:
    /// every pair of first and last token is considered, not only those of the 20 best of each.
    /// </remarks>
    /// <param name="text">The text.</param>
    /// <param name="windows">Its windows.</param>
    /// <param name="scores">What the head gave for each, [length, 2].</param>
    public static SpanAnswers Of(string text, IReadOnlyList<SpanSequence> windows, IReadOnlyList<float[]> scores)
    {
        var found = new List<SpanAnswer>(Most + 1);
        double none = double.PositiveInfinity;
        for (int w = 0; w < windows.Count; w++)
        {
            var (window, score) = (windows[w], scores[w]);
            none = Math.Min(none, (double)score[0] + score[1]);
            for (int first = 0; first < window.Spans.Count; first++)
                for (int last = first; window.ShowsMost[first] && last < Math.Min(window.Spans.Count, first + LongestAnswer); last++)
                    Offer(found, text, window.Spans[first].Start, window.Spans[last].End, (double)score[2 * (window.PairStart + first)] + score[2 * (window.PairStart + last) + 1]);
        }
        return new([.. found.DistinctBy(answer => answer.Text, StringComparer.Ordinal)], none);
    }

    private static void Offer(List<SpanAnswer> found, string text, int start, int end, double score)
    {
        int place = found.Count;
        while (place > 0 && found[place - 1].Score < score) place--;
        if (place == Most || start >= end) return;
        found.Insert(place, new(text[start..end], start, score));
        if (found.Count > Most) found.RemoveAt(Most);
    }
}
