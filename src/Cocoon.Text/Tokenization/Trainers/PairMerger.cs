namespace Cocoon.Text;

/// <summary>Grows a vocabulary by merging the most frequent pair of neighbors, again and again.</summary>
/// <remarks>
/// Byte pair encoding (Sennrich et al. 2016, arXiv:1508.07909) as the Hugging Face library's BpeTrainer does it, for WordPiece, too, step by step:
/// ties go to the smallest (left id, right id); a queued pair keeps the words it had when it was queued, and a pair that comes up again
/// later, because two merges spell the same token, is queued a second time with only the new words.
/// </remarks>
internal sealed class PairMerger
{
    private readonly List<string> _tokens;
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<(int Left, int Right)> _merges = [];
    private readonly Spelling _spelling;
    private readonly SymbolWords _words;
    private readonly PairTable _pairs = new();
    private readonly PriorityQueue<(int Pair, int[] Words), Rank> _queue = new(Comparer<Rank>.Default);
    private long _queued;

    /// <summary>Prepares the merges of a corpus.</summary>
    /// <param name="words">The words of the corpus.</param>
    /// <param name="initial">Special tokens and alphabet, in the order of their ids.</param>
    /// <param name="spelling">How words are spelled with them.</param>
    public PairMerger(WordCounts words, IEnumerable<string> initial, Spelling spelling)
    {
        _spelling = spelling;
        _tokens = [.. initial];
        for (int id = 0; id < _tokens.Count; id++) _ids.Add(_tokens[id], id);
        _words = new SymbolWords(words, _ids, spelling);
        for (int word = 0; word < _words.Count; word++)
        {
            var symbols = _words[word];
            for (int i = 1; i < symbols.Length; i++) _pairs.Change(symbols[i - 1], symbols[i], word, _words.CountOf(word));
        }

        _pairs.Drain(Enqueue);
    }

    // Compares backward, so that the queue's smallest is the most frequent.
    private readonly record struct Rank(long Count, ulong Pair, long Order) : IComparable<Rank>
    {
        public int CompareTo(Rank other)
        {
            int byCount = other.Count.CompareTo(Count);
            if (byCount != 0) return byCount;
            int byPair = Pair.CompareTo(other.Pair);
            return byPair != 0 ? byPair : Order.CompareTo(other.Order);
        }
    }

    /// <summary>The vocabulary so far.</summary>
    public IReadOnlyList<string> Tokens => _tokens;

    /// <summary>The pairs that were merged, in order; of one that was merged twice, the last time counts.</summary>
    public IReadOnlyList<(string Left, string Right)> Merges()
    {
        var last = new Dictionary<(int, int), int>();
        for (int i = 0; i < _merges.Count; i++) last[_merges[i]] = i;
        return [.. _merges.Where((pair, i) => last[pair] == i).Select(pair => (_tokens[pair.Left], _tokens[pair.Right]))];
    }

    /// <summary>Merges the next pair that makes progress; false if no pair is frequent enough.</summary>
    public bool TryMerge(long minFrequency)
    {
        while (_queue.TryDequeue(out var top, out var rank))
        {
            long count = _pairs.CountAt(top.Pair);
            if (rank.Count != count)
            {
                Enqueue(top.Pair, top.Words);
                continue;
            }

            if (count < minFrequency || count < 1) return false;
            var (left, right) = ((int)(rank.Pair >> 32), (int)rank.Pair);
            string token = Join(_tokens[left], _tokens[right]);
            if (token.Length > Vocabulary.MaxTokenLength) continue; // no word that is looked up can contain it
            if (!_ids.TryGetValue(token, out int id))
            {
                _ids.Add(token, id = _tokens.Count);
                _tokens.Add(token);
            }

            _merges.Add((left, right));
            foreach (int word in top.Words) Replace(word, left, right, id);
            _pairs.Drain(Enqueue);
            return true;
        }

        return false;
    }

    private string Join(string left, string right) =>
        string.Concat(left, right.StartsWith(_spelling.Prefix, StringComparison.Ordinal) ? right.AsSpan(_spelling.Prefix.Length) : right);

    private void Enqueue(int pair, int[] words) =>
        _queue.Enqueue((pair, words), new Rank(_pairs.CountAt(pair), _pairs.PairAt(pair), _queued++));

    private void Replace(int word, int left, int right, int merged)
    {
        var symbols = _words[word];
        long count = _words.CountOf(word);
        int written = 0;
        for (int i = 0; i < symbols.Length; i++)
        {
            if (symbols[i] != left || i + 1 == symbols.Length || symbols[i + 1] != right)
            {
                symbols[written++] = symbols[i];
                continue;
            }

            i++;
            if (written > 0)
            {
                _pairs.Change(symbols[written - 1], left, word, -count);
                _pairs.Change(symbols[written - 1], merged, word, count);
            }

            symbols[written++] = merged;
            if (i + 1 == symbols.Length) continue;
            _pairs.Change(right, symbols[i + 1], word, -count);
            _pairs.Change(merged, symbols[i + 1], word, count);
        }

        _words.Shorten(word, written);
    }
}
