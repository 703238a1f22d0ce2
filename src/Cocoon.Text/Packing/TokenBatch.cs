namespace Cocoon.Text;

/// <summary>Token ids of several sequences, end to end without padding. Reusable: <see cref="Clear"/> keeps the memory, so a warm batch allocates nothing.</summary>
public sealed class TokenBatch
{
    private int[] _ids = [], _positions = [], _segments = [], _starts = [0], _sources = [];
    private int _segment;
    private bool _reordered;

    /// <summary>Number of tokens N.</summary>
    public int Tokens { get; private set; }

    /// <summary>Number of sequences S.</summary>
    public int Sequences { get; private set; }

    /// <summary>Token ids; length N.</summary>
    public ReadOnlyMemory<int> Ids => _ids.AsMemory(0, Tokens);

    /// <summary>Where each token stands in its text: at its place in the sequence, from 0, unless <see cref="Append(int, int)"/> said otherwise; length N.</summary>
    public ReadOnlyMemory<int> Positions => _positions.AsMemory(0, Tokens);

    /// <summary>The same if a token stands elsewhere than at its place; empty if none does.</summary>
    public ReadOnlyMemory<int> Reordered => _reordered ? Positions : default;

    /// <summary>Which part of its sequence each token is in, 0 unless <see cref="BeginSegment"/> said otherwise; length N.</summary>
    public ReadOnlyMemory<int> Segments => _segments.AsMemory(0, Tokens);

    /// <summary>Row where each sequence starts, and N; length S + 1.</summary>
    public ReadOnlyMemory<int> Starts => _starts.AsMemory(0, Sequences + 1);

    /// <summary>Row of the first token, [CLS], of each sequence; length S.</summary>
    public ReadOnlyMemory<int> First => _starts.AsMemory(0, Sequences);

    /// <summary>Number of each sequence where it was taken from, −1 unless <see cref="EndSequence"/> was told; length S.</summary>
    public ReadOnlyMemory<int> Sources => _sources.AsMemory(0, Sequences);

    /// <summary>The ids for writing: corruption replaces tokens in place.</summary>
    public Span<int> MutableIds => _ids.AsSpan(0, Tokens);

    /// <summary>The segments for writing.</summary>
    public Span<int> MutableSegments => _segments.AsSpan(0, Tokens);

    /// <summary>The tokens of one sequence.</summary>
    public ReadOnlySpan<int> Sequence(int sequence) => _ids.AsSpan(_starts[sequence].._starts[sequence + 1]);

    /// <summary>Length of the longest sequence, in tokens.</summary>
    public int LongestSequence
    {
        get
        {
            int longest = 0;
            for (int s = 0; s < Sequences; s++) longest = Math.Max(longest, _starts[s + 1] - _starts[s]);
            return longest;
        }
    }

    /// <summary>Removes all sequences.</summary>
    public void Clear() => (Tokens, Sequences, _segment, _reordered) = (0, 0, 0, false);

    /// <summary>Adds tokens to the sequence that is being built; <see cref="EndSequence"/> completes it.</summary>
    public void Append(ReadOnlySpan<int> tokens) => tokens.CopyTo(Extend(tokens.Length));

    /// <summary>Adds <paramref name="more"/> tokens to the sequence that is being built, to be filled by the caller.</summary>
    public Span<int> Extend(int more)
    {
        EnsureRoom(more);
        _segments.AsSpan(Tokens, more).Fill(_segment);
        for (int end = Tokens + more; Tokens < end; Tokens++) _positions[Tokens] = Tokens - _starts[Sequences];
        return _ids.AsSpan(Tokens - more, more);
    }

    /// <summary>Adds one token to the sequence that is being built.</summary>
    public void Append(int token) => Append(new ReadOnlySpan<int>(in token));

    /// <summary>Adds a token that stands elsewhere in its text than at the next place of its sequence.</summary>
    public void Append(int token, int position)
    {
        Append(token);
        _reordered |= _positions[Tokens - 1] != position;
        _positions[Tokens - 1] = position;
    }

    /// <summary>The tokens that follow in this sequence are of another part of it.</summary>
    public void BeginSegment(int segment) => _segment = segment;

    /// <summary>Completes a sequence.</summary>
    /// <param name="source">Its number where it was taken from, for whoever must know what it is; −1 if nobody does.</param>
    /// <exception cref="InvalidOperationException">It has no token.</exception>
    public void EndSequence(int source = -1)
    {
        if (Tokens == _starts[Sequences]) throw new InvalidOperationException("A sequence needs at least one token.");
        if (_starts.Length < Sequences + 2) Array.Resize(ref _starts, Math.Max(16, 2 * _starts.Length));
        if (_sources.Length <= Sequences) Array.Resize(ref _sources, Math.Max(16, 2 * _sources.Length));
        _sources[Sequences] = source;
        _starts[++Sequences] = Tokens;
        _segment = 0;
    }

    /// <summary>Gathers ids.</summary>
    /// <param name="positions">Rows of the batch; length M.</param>
    /// <param name="into">Becomes the id at each; length M.</param>
    public void At(ReadOnlySpan<int> positions, IntList into)
    {
        into.Clear();
        var ids = into.Extend(positions.Length);
        for (int i = 0; i < positions.Length; i++) ids[i] = _ids.AsSpan(0, Tokens)[positions[i]];
    }

    /// <summary>Labels each token: 1 where this batch and another have the same id, 0 where they differ.</summary>
    /// <param name="original">A batch of the same shape.</param>
    /// <param name="labels">Becomes the labels, 1 = original and 0 = replaced; length N.</param>
    /// <exception cref="ArgumentException">The batches or the labels differ in length.</exception>
    public void Matches(TokenBatch original, Span<float> labels)
    {
        if (original.Tokens != Tokens || labels.Length != Tokens)
            throw new ArgumentException($"{Tokens} tokens compared with {original.Tokens} into {labels.Length} labels.", nameof(labels));
        for (int i = 0; i < labels.Length; i++) labels[i] = _ids[i] == original._ids[i] ? 1f : 0f;
    }

    /// <summary>Becomes a copy of another batch.</summary>
    public void CopyFrom(TokenBatch other)
    {
        Clear();
        EnsureRoom(other.Tokens);
        if (_starts.Length < other._starts.Length) _starts = new int[other._starts.Length];
        other._ids.AsSpan(0, other.Tokens).CopyTo(_ids);
        other._positions.AsSpan(0, other.Tokens).CopyTo(_positions);
        other._segments.AsSpan(0, other.Tokens).CopyTo(_segments);
        other._starts.AsSpan(0, other.Sequences + 1).CopyTo(_starts);
        if (_sources.Length < other._sources.Length) _sources = new int[other._sources.Length];
        other._sources.AsSpan(0, other.Sequences).CopyTo(_sources);
        (Tokens, Sequences, _reordered) = (other.Tokens, other.Sequences, other._reordered);
    }

    private void EnsureRoom(int more)
    {
        if (Tokens + more <= _ids.Length) return;
        int capacity = Math.Max(64, Math.Max(Tokens + more, 2 * _ids.Length));
        Array.Resize(ref _ids, capacity);
        Array.Resize(ref _positions, capacity);
        Array.Resize(ref _segments, capacity);
    }
}
