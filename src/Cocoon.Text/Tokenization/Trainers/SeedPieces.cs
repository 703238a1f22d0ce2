using System.Runtime.InteropServices;
using System.Text;

namespace Cocoon.Text;

/// <summary>Finds the substrings that a unigram vocabulary is pruned from: those that would occur less often if they were longer.</summary>
/// <remarks>
/// As SentencePiece takes them from a suffix array: substrings that different characters follow, ranked by occurrences times characters.
/// Here the suffixes of the distinct runs are sorted, each with the count of its run, and compared up to the longest piece and the character after it.
/// </remarks>
internal sealed class SeedPieces
{
    private readonly RunCorpus _corpus;
    private readonly int[] _runs, _ends; // of the suffix at each byte: its run, and where it ends or grows too long
    private readonly List<(int Start, int Length, long Score)> _found = [];
    private readonly Stack<Node> _open = new();

    // What the current suffix shares with those before: twice its bytes, and one more if it includes the character after the longest piece or the run.
    private record struct Node(int Depth, long Count);

    private SeedPieces(RunCorpus corpus, int maxLength)
    {
        _corpus = corpus;
        (_runs, _ends) = (new int[corpus.Length], new int[corpus.Length]);
        for (int run = 0; run < corpus.Count; run++)
        {
            int start = corpus.StartOf(run), end = start, characters = 0, stop = corpus.StartOf(run + 1);
            _runs.AsSpan(start, stop - start).Fill(run);
            for (int at = start; at < stop; at++)
            {
                if (!IsFirstByte(at)) continue;
                while (end < stop && (characters < maxLength || !IsFirstByte(end))) characters += IsFirstByte(end++) ? 1 : 0;
                _ends[at] = end;
                characters--;
            }
        }
    }

    /// <summary>The best substrings of at least two characters, best first.</summary>
    /// <param name="corpus">The runs.</param>
    /// <param name="maxLength">Longest substring, in characters.</param>
    /// <param name="limit">How many.</param>
    public static List<(byte[] Text, long Score)> Find(RunCorpus corpus, int maxLength, int limit)
    {
        var seeds = new SeedPieces(corpus, maxLength);
        seeds.Walk(seeds.SortedSuffixes());
        var found = seeds._found;
        found.Sort((a, b) =>
        {
            int byScore = b.Score.CompareTo(a.Score);
            return byScore != 0 ? byScore : seeds.TextAt(a.Start, a.Length).SequenceCompareTo(seeds.TextAt(b.Start, b.Length));
        });
        return [.. found.Take(limit).Select(seed => (seeds.TextAt(seed.Start, seed.Length).ToArray(), seed.Score))];
    }

    private ReadOnlySpan<byte> TextAt(int start, int length) => _corpus.Bytes.Slice(start, length);

    /// <summary>A suffix, up to the longest piece.</summary>
    private ReadOnlySpan<byte> SuffixAt(int start) => _corpus.Bytes[start.._ends[start]];

    private bool IsFirstByte(int at) => (_corpus.Bytes[at] & 0xC0) != 0x80;

    private int[] SortedSuffixes()
    {
        var starts = new List<int>(_corpus.Length);
        for (int at = 0; at < _corpus.Length; at++)
            if (IsFirstByte(at)) starts.Add(at);
        CollectionsMarshal.AsSpan(starts).Sort((a, b) =>
        {
            int byText = SuffixAt(a).SequenceCompareTo(SuffixAt(b));
            if (byText == 0) byText = NextAfter(a).CompareTo(NextAfter(b));
            return byText != 0 ? byText : a.CompareTo(b);
        });
        return [.. starts];
    }

    /// <summary>The character after a suffix.</summary>
    private int NextAfter(int start)
    {
        int run = _runs[start], end = _ends[start];
        if (end == _corpus.StartOf(run + 1)) return _corpus.NextOf(run);
        Rune.DecodeFromUtf8(_corpus.Bytes[end..], out var next, out _);
        return next.Value;
    }

    private void Walk(int[] suffixes)
    {
        _open.Push(default);
        for (int i = 0; i < suffixes.Length; i++)
        {
            if (i > 0) CloseTo(CommonDepth(suffixes[i - 1], suffixes[i]), suffixes[i - 1]);
            Add(2 * SuffixAt(suffixes[i]).Length + 1, _corpus.CountOf(_runs[suffixes[i]]));
        }

        if (suffixes.Length > 0) CloseTo(0, suffixes[^1]);
    }

    /// <summary>Records the substrings that are longer than what the next suffix has in common with the last one.</summary>
    private void CloseTo(int depth, int lastSuffix)
    {
        while (_open.Peek().Depth > depth)
        {
            var node = _open.Pop();
            if (node.Depth % 2 == 0) Record(TextAt(lastSuffix, node.Depth / 2), node.Count, lastSuffix);
            Add(Math.Max(depth, _open.Peek().Depth), node.Count);
        }
    }

    private void Add(int depth, long count)
    {
        long before = _open.Peek().Depth == depth ? _open.Pop().Count : 0;
        _open.Push(new Node(depth, before + count));
    }

    private void Record(ReadOnlySpan<byte> text, long count, int start)
    {
        int characters = 0;
        foreach (byte b in text) if ((b & 0xC0) != 0x80) characters++;
        if (characters < 2 || text.EndsWith(SentencePieceNormalizer.EscapedSpace)) return;
        _found.Add((start, text.Length, count * characters));
    }

    private int CommonDepth(int a, int b)
    {
        ReadOnlySpan<byte> x = SuffixAt(a), y = SuffixAt(b);
        int length = x.CommonPrefixLength(y);
        if (length == x.Length && length == y.Length) return 2 * length + (NextAfter(a) == NextAfter(b) ? 1 : 0);
        while (length > 0 && (y[length] & 0xC0) == 0x80) length--;
        return 2 * length;
    }
}
