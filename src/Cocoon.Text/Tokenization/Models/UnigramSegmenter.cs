using System.Runtime.InteropServices;
using System.Text;

namespace Cocoon.Text;

/// <summary>Finds the most probable pieces of a text (Viterbi 1967), in time proportional to its length times the longest match.</summary>
/// <remarks>
/// Where no piece crosses into the next word, words are cut one after the other and short ones are remembered. A remembered cut is used only
/// where it must come out the same again: the sums start at another value, which rounds them otherwise, so the cut must win by more than rounding.
/// </remarks>
internal sealed class UnigramSegmenter(UnigramModel model) : Segmenter
{
    private readonly PieceCache _cache = new();
    private Node[] _ends = new Node[256];
    private double _sum;

    // The best way to a place: its sum, its last piece and where that starts; Lead: how far behind the next best way to the same place is.
    private struct Node
    {
        public double Sum, Lead;
        public int Start, Id;
    }

    public override void Segment(ReadOnlySpan<byte> text, List<Piece> pieces)
    {
        _sum = 0;
        if (!model.WordsAreIndependent)
        {
            if (!text.IsEmpty) Solve(text, pieces);
            return;
        }

        while (!text.IsEmpty)
        {
            int length = WordLength(text);
            Word(text[..length], pieces);
            text = text[length..];
        }
    }

    private void Word(ReadOnlySpan<byte> word, List<Piece> pieces)
    {
        if (!model.IsCacheable || !PieceCache.TryKey(word, out var key))
        {
            Solve(word, pieces);
            return;
        }

        var known = _cache.Find(key, Math.Abs(_sum));
        if (!known.IsEmpty)
        {
            foreach (var piece in known) _sum = Round((piece.Id == model.Unknown ? model.UnknownScore : model.Scores[piece.Id]) + _sum);
            pieces.AddRange(known);
            return;
        }

        int first = pieces.Count;
        double before = Math.Abs(_sum);
        double lead = Solve(word, pieces);
        _cache.Store(key, CollectionsMarshal.AsSpan(pieces)[first..], Limit(word.Length, lead, before));
    }

    /// <summary>The largest sum before the word, in magnitude, with which the word is surely cut the same way.</summary>
    private double Limit(int length, double lead, double before)
    {
        // A sum of n terms is off by at most n roundings of a number that is at most |start| + n times the worst score; two such sums are compared.
        double step = 2 * (length + 1) * (model.IsSingle ? 1.0 / (1 << 23) : 1.0 / (1L << 52));
        double within = length * Math.Abs(model.UnknownScore);
        return (lead - step * (before + within)) / step - within;
    }

    /// <summary>Appends the best pieces; returns by how much the closest decision on their way was won.</summary>
    private double Solve(ReadOnlySpan<byte> text, List<Piece> pieces)
    {
        if (_ends.Length <= text.Length) _ends = new Node[Math.Max(text.Length + 1, 2 * _ends.Length)];
        var ends = _ends.AsSpan(0, text.Length + 1);
        foreach (ref var end in ends) end.Start = -1;
        ends[0].Sum = _sum;
        for (int start = 0; start < text.Length; start += CharacterLength(text[start])) Extend(text, start, ends);
        return Backtrack(ends, pieces);
    }

    private void Extend(ReadOnlySpan<byte> text, int start, Span<Node> ends)
    {
        var tree = model.Tree;
        double[] scores = model.Scores;
        double before = ends[start].Sum;
        int character = start + CharacterLength(text[start]);
        bool spelled = false;
        uint node = tree.Root;
        for (int end = start; end < text.Length && tree.TryStep(ref node, text[end], out int id);)
        {
            end++;
            if (id < 0 || model.IsBarred(id)) continue;
            Offer(ref ends[end], scores[id] + before, start, id);
            spelled |= end == character;
        }

        if (spelled) return;
        if (model.Unknown < 0) throw Unspelled(text[start..]);
        Offer(ref ends[character], Round(model.UnknownScore + before), start, model.Unknown);
    }

    private static CorpusException Unspelled(ReadOnlySpan<byte> text)
    {
        Rune.DecodeFromUtf8(text, out var character, out _);
        return new CorpusException("tokenizer.json", $"model.unk_id is null, but no token spells U+{character.Value:X4} ({character}). Set it to the id of the token for unknown text.");
    }

    private void Offer(ref Node end, double sum, int start, int id)
    {
        if (end.Start >= 0 && sum <= end.Sum)
        {
            end.Lead = Math.Min(end.Lead, end.Sum - sum);
            return;
        }

        end.Lead = end.Start < 0 ? double.PositiveInfinity : sum - end.Sum;
        (end.Sum, end.Start, end.Id) = (Round(sum), start, id);
    }

    private double Backtrack(Span<Node> ends, List<Piece> pieces)
    {
        int first = pieces.Count;
        double lead = double.PositiveInfinity;
        for (int at = ends.Length - 1; at > 0; at = ends[at].Start)
        {
            lead = Math.Min(lead, ends[at].Lead);
            pieces.Add(new Piece(ends[at].Id, at - ends[at].Start));
        }

        CollectionsMarshal.AsSpan(pieces)[first..].Reverse();
        _sum = ends[^1].Sum;
        return lead;
    }

    private double Round(double sum) => model.IsSingle ? (float)sum : sum;
}
