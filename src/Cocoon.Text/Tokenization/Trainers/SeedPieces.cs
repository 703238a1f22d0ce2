using System.Runtime.InteropServices;

namespace Cocoon.Text;

/// <summary>Finds the substrings that a unigram vocabulary is pruned from: those that occur at least twice and cannot be longer without occurring less often.</summary>
/// <remarks>
/// As SentencePiece takes them from a suffix array, ranked by occurrences times characters. Here the suffixes of the distinct runs are sorted,
/// each with the count of its run, and compared up to the longest piece; a run's end goes on in no particular way.
/// </remarks>
internal sealed class SeedPieces
{
    private readonly RunCorpus _corpus;
    private readonly int[] _runs, _ends; // of the suffix at each byte: its run, and where it ends or grows too long
    private readonly List<(int Start, int Length, long Score)> _found = [];
    private readonly Stack<Node> _open = new();

    // A substring on the way to the current suffix: its length in bytes, occurrences, and whether more than one suffix has it.
    private struct Node
    {
        public int Length;
        public long Count;
        public bool IsShared;
    }

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
            return byText != 0 ? byText : a.CompareTo(b);
        });
        return [.. starts];
    }

    private void Walk(int[] suffixes)
    {
        _open.Push(default);
        for (int i = 0; i < suffixes.Length; i++)
        {
            var suffix = SuffixAt(suffixes[i]);
            int common = i == 0 ? 0 : CommonCharacters(SuffixAt(suffixes[i - 1]), suffix);
            CloseTo(common, i == 0 ? 0 : suffixes[i - 1]);
            bool endsRun = suffixes[i] + suffix.Length == _corpus.StartOf(_runs[suffixes[i]] + 1);
            Add(suffix.Length, _corpus.CountOf(_runs[suffixes[i]]), isShared: endsRun);
        }

        if (suffixes.Length > 0) CloseTo(0, suffixes[^1]);
    }

    /// <summary>Records the substrings that are longer than what the next suffix has in common with the last one.</summary>
    private void CloseTo(int length, int lastSuffix)
    {
        while (_open.Peek().Length > length)
        {
            var node = _open.Pop();
            Record(node, lastSuffix);
            Add(Math.Max(length, _open.Peek().Length), node.Count, isShared: true);
        }
    }

    private void Add(int length, long count, bool isShared)
    {
        bool exists = _open.Peek().Length == length;
        var node = exists ? _open.Pop() : new Node { Length = length };
        _open.Push(new Node { Length = length, Count = node.Count + count, IsShared = isShared || exists });
    }

    private void Record(Node node, int start)
    {
        if (node.Count < 2 || !node.IsShared) return;
        var text = TextAt(start, node.Length);
        int characters = 0;
        foreach (byte b in text) if ((b & 0xC0) != 0x80) characters++;
        if (characters < 2 || (text.EndsWith(SentencePieceNormalizer.EscapedSpace) && characters > 1)) return;
        _found.Add((start, node.Length, node.Count * characters));
    }

    private static int CommonCharacters(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        int length = a.CommonPrefixLength(b);
        while (length > 0 && length < b.Length && (b[length] & 0xC0) == 0x80) length--;
        return length;
    }
}
