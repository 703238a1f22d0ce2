using Cocoon.Text;

namespace Cocoon.Tests.Text;

/// <summary>Byte pair encoding in its simplest form: count all pairs, merge the best, begin again. Right unless two pairs spell one token.</summary>
internal static class NaiveMerges
{
    public static List<string> Grow(WordCounts counts, List<string> initial, int size)
    {
        var words = new List<(List<string> Symbols, long Count)>();
        for (int i = 0; i < counts.Distinct; i++)
            words.Add(([.. counts.WordAt(i).ToString().Select((c, k) => k == 0 ? $"{c}" : $"##{c}")], counts.CountAt(i)));
        List<string> tokens = [.. initial];
        while (tokens.Count < size)
        {
            var pairs = new Dictionary<(int Left, int Right), long>();
            foreach (var (symbols, count) in words)
            {
                for (int k = 1; k < symbols.Count; k++)
                {
                    var pair = (tokens.IndexOf(symbols[k - 1]), tokens.IndexOf(symbols[k]));
                    pairs[pair] = pairs.GetValueOrDefault(pair) + count;
                }
            }

            var best = pairs.OrderByDescending(p => p.Value).ThenBy(p => p.Key).First().Key;
            string token = tokens[best.Left] + tokens[best.Right][2..];
            if (!tokens.Contains(token)) tokens.Add(token);
            foreach (var (symbols, _) in words) Merge(symbols, tokens[best.Left], tokens[best.Right], token);
        }

        return tokens;
    }

    private static void Merge(List<string> symbols, string left, string right, string token)
    {
        for (int k = 0; k + 1 < symbols.Count; k++)
        {
            if (symbols[k] != left || symbols[k + 1] != right) continue;
            symbols[k] = token;
            symbols.RemoveAt(k + 1);
        }
    }
}
