namespace Cocoon.Text;

/// <summary>Counts ids and lengths, document by document.</summary>
internal sealed class TokenCounter(int vocabularySize)
{
    private readonly long[] _counts = new long[vocabularySize];
    private readonly List<int> _lengths = [];
    private long _tokens;

    public void Add(ReadOnlySpan<int> document)
    {
        foreach (int id in document) _counts[id]++;
        _lengths.Add(document.Length);
        _tokens += document.Length;
    }

    public TokenStatistics Result(SpecialTokens special) => new()
    {
        Documents = _lengths.Count,
        Tokens = _tokens,
        Lengths = LengthStatistics.Of(_lengths),
        VocabularySize = _counts.Length,
        UsedIds = _counts.Count(count => count > 0),
        UnknownRate = _tokens == 0 || (uint)special.Unknown >= (uint)_counts.Length ? 0 : _counts[special.Unknown] / (double)_tokens,
        UnigramEntropy = Entropy(),
    };

    private double Entropy()
    {
        double sum = 0;   // in the order of the ids, so always the same bits
        foreach (long count in _counts)
            if (count > 0) sum -= count / (double)_tokens * Math.Log(count / (double)_tokens);
        return sum;
    }
}
