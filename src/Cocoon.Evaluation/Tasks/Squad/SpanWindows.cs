namespace Cocoon.Evaluation;

/// <summary>Overlapping windows of a text, and which of them shows most around a token.</summary>
/// <remarks>Devlin et al. 2018, arXiv:1810.04805, released code, <c>run_squad.py</c>: <c>doc_spans</c> and <c>_check_is_max_context</c>.</remarks>
internal static class SpanWindows
{
    /// <summary>Windows from the start of the text to its end; a single empty one if there is no token.</summary>
    /// <param name="tokens">Tokens of the text.</param>
    /// <param name="room">Tokens of the longest window.</param>
    /// <param name="stride">Tokens from the start of a window to that of the next.</param>
    public static List<(int Start, int End)> Cut(int tokens, int room, int stride)
    {
        var windows = new List<(int Start, int End)>();
        for (int start = 0; ; start += Math.Min(room, stride))
        {
            int end = Math.Min(tokens, start + room);
            windows.Add((start, end));
            if (end == tokens) return windows;
        }
    }

    /// <summary>For each token, the window in which its shorter side is longest; the longer window of two that are alike, then the first.</summary>
    public static int[] ShowingMost(List<(int Start, int End)> windows)
    {
        int[] best = new int[windows[^1].End];
        double[] scores = new double[best.Length];
        Array.Fill(scores, double.NegativeInfinity);
        for (int w = 0; w < windows.Count; w++)
        {
            var (start, end) = windows[w];
            for (int token = start; token < end; token++)
            {
                double score = Math.Min(token - start, end - 1 - token) + 0.01 * (end - start);
                if (score > scores[token]) (best[token], scores[token]) = (w, score);
            }
        }
        return best;
    }
}
