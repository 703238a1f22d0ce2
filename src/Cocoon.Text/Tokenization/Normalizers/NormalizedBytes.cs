namespace Cocoon.Text;

/// <summary>Normalized text in UTF-8, and where each byte comes from; its memory is kept when it is cleared.</summary>
internal sealed class NormalizedBytes
{
    private byte[] _bytes = new byte[256];
    private int[] _origins = [];
    private bool _tracks;

    /// <summary>Number of bytes.</summary>
    public int Length { get; private set; }

    /// <summary>The text.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>For each byte, and for the end, the offset in the original's UTF-8 where the sequence starts that it comes from; only if tracked.</summary>
    public ReadOnlySpan<int> Origins => _origins.AsSpan(0, Length + 1);

    /// <summary>Forgets the text.</summary>
    /// <param name="tracks">Whether origins are recorded from now on.</param>
    public void Clear(bool tracks) => (Length, _tracks) = (0, tracks);

    /// <summary>Adds bytes that all come from one sequence.</summary>
    public void Add(ReadOnlySpan<byte> bytes, int origin)
    {
        bytes.CopyTo(Extend(bytes.Length));
        if (_tracks) _origins.AsSpan(Length - bytes.Length, bytes.Length).Fill(origin);
    }

    /// <summary>Adds bytes of which each is a sequence of its own.</summary>
    public void AddEach(ReadOnlySpan<byte> bytes, int origin)
    {
        bytes.CopyTo(Extend(bytes.Length));
        if (!_tracks) return;
        var origins = _origins.AsSpan(Length - bytes.Length, bytes.Length);
        for (int i = 0; i < origins.Length; i++) origins[i] = origin + i;
    }

    /// <summary>Takes bytes away at the end; returns where the first of them came from.</summary>
    public int RemoveLast(int count)
    {
        Length -= count;
        return _tracks ? _origins[Length] : 0;
    }

    /// <summary>Says where the text ends in the original.</summary>
    public void Finish(int origin)
    {
        Extend(1);
        Length--;
        if (_tracks) _origins[Length] = origin;
    }

    private Span<byte> Extend(int more)
    {
        int needed = Length + more;
        if (needed > _bytes.Length) Array.Resize(ref _bytes, Math.Max(needed, 2 * _bytes.Length));
        if (_tracks && needed > _origins.Length) Array.Resize(ref _origins, _bytes.Length);
        Length = needed;
        return _bytes.AsSpan(needed - more, more);
    }
}
