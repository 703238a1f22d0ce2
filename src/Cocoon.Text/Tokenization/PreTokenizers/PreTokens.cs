namespace Cocoon.Text;

/// <summary>A text cut into pieces, each with the part of the original that it stands for. Reusable; not thread-safe.</summary>
internal sealed class PreTokens
{
    private readonly NormalizedText _piece = new();
    private readonly List<PatternMatch> _matches = [];
    private List<Segment> _segments = [], _newSegments = [];
    private char[] _chars = new char[256], _newChars = new char[256];
    private int[] _starts = new int[256], _newStarts = new int[256];
    private int[] _ends = new int[256], _newEnds = new int[256];
    private int _length;

    /// <summary>A piece: where it lies in the buffer, where it came from, and its id if it is an added token, else −1.</summary>
    public readonly record struct Segment(int Start, int End, TokenSpan Original, int Id);

    /// <summary>The pieces, in the order of the text.</summary>
    public List<Segment> Segments => _segments;

    /// <summary>The characters of a piece.</summary>
    public ReadOnlySpan<char> CharsOf(Segment segment) => _chars.AsSpan(segment.Start, segment.End - segment.Start);

    /// <summary>The part of the original that a part of a piece stands for.</summary>
    public TokenSpan SpanOf(Segment segment, TokenSpan part) => part.Start == part.End
        ? new TokenSpan(segment.Original.Start + part.Start, segment.Original.Start + part.End)
        : new TokenSpan(_starts[segment.Start + part.Start], _ends[segment.Start + part.End - 1]);

    public void Clear()
    {
        _segments.Clear();
        _length = 0;
    }

    /// <summary>Adds a part of a text at the end, unless it has no characters.</summary>
    public void Add(NormalizedText text, int first, int end, int id = -1)
    {
        if (first == end) return;
        int start = _length;
        Append(text, first, end, ref _chars, ref _starts, ref _ends, ref _length);
        _segments.Add(new Segment(start, _length, new TokenSpan(text.Starts[first], text.Ends[end - 1]), id));
    }

    /// <summary>Cuts every piece that is not an added token; parts without characters are left out.</summary>
    public void Split(ITextPattern pattern, SplitBehavior behavior, bool inverted = false)
    {
        _newSegments.Clear();
        foreach (var segment in _segments)
        {
            if (segment.Id >= 0)
            {
                _newSegments.Add(segment);
                continue;
            }

            _matches.Clear();
            pattern.Find(CharsOf(segment), _matches);
            Splitting.Apply(_matches, behavior, inverted);
            foreach (var match in _matches)
                if (match.Start != match.End && !match.IsMatch) _newSegments.Add(Part(segment, match.Start, match.End));
        }

        (_segments, _newSegments) = (_newSegments, _segments);
    }

    /// <summary>Changes the text of every piece that is not an added token.</summary>
    public void Change(ITextNormalizer normalizer)
    {
        _newSegments.Clear();
        int length = 0;
        foreach (var segment in _segments)
        {
            int count = segment.End - segment.Start, start = length;
            _piece.Load(CharsOf(segment), _starts.AsSpan(segment.Start, count), _ends.AsSpan(segment.Start, count), segment.Original);
            if (segment.Id < 0) normalizer.Normalize(_piece);
            if (_piece.IsEmpty) continue;
            Append(_piece, 0, _piece.Chars.Length, ref _newChars, ref _newStarts, ref _newEnds, ref length);
            _newSegments.Add(new Segment(start, length, _piece.Original, segment.Id));
        }

        (_segments, _newSegments) = (_newSegments, _segments);
        (_chars, _newChars) = (_newChars, _chars);
        (_starts, _newStarts) = (_newStarts, _starts);
        (_ends, _newEnds) = (_newEnds, _ends);
        _length = length;
    }

    private Segment Part(Segment whole, int start, int end)
    {
        var original = new TokenSpan(_starts[whole.Start + start], _ends[whole.Start + end - 1]);
        return new Segment(whole.Start + start, whole.Start + end, original, -1);
    }

    private static void Append(NormalizedText text, int first, int end, ref char[] chars, ref int[] starts, ref int[] ends, ref int length)
    {
        int count = end - first;
        if (length + count > chars.Length)
        {
            int size = Math.Max(length + count, 2 * chars.Length);
            Array.Resize(ref chars, size);
            Array.Resize(ref starts, size);
            Array.Resize(ref ends, size);
        }

        text.Chars[first..end].CopyTo(chars.AsSpan(length));
        text.Starts[first..end].CopyTo(starts.AsSpan(length));
        text.Ends[first..end].CopyTo(ends.AsSpan(length));
        length += count;
    }
}
