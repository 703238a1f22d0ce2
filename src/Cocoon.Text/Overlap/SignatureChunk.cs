using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Cocoon.Text;

/// <summary>Some consecutive documents on their way to signatures.</summary>
internal sealed class SignatureChunk : Chunk<Document>
{
    private readonly WordSequence _words = new();
    private readonly List<ulong> _runs = [];
    private readonly List<uint> _shortRuns = [];
    private readonly List<UInt128> _hashes = [];
    private readonly List<bool> _hasWords = [];
    private uint[] _signatures = [];

    /// <summary>The hash of a document's words in their order; of its text, if it has none.</summary>
    public UInt128 HashOf(int document) => _hashes[document];

    /// <summary>The signature of a document; empty if it has no words.</summary>
    public ReadOnlySpan<uint> SignatureOf(int document) =>
        _hasWords[document] ? _signatures.AsSpan(document * MinHash.Orders, MinHash.Orders) : [];

    public void Sign(CancellationToken ct)
    {
        if (_signatures.Length < Items.Count * MinHash.Orders) _signatures = new uint[Items.Count * MinHash.Orders];
        for (int i = 0; i < Items.Count; i++)
        {
            ct.ThrowIfCancellationRequested();
            _words.Read(Items[i].Text);
            bool hasWords = !_words.Hashes.IsEmpty;
            _hasWords.Add(hasWords);
            _hashes.Add(hasWords ? HashOf(_words.Hashes) : TextHash.Of(Items[i].Text));
            if (hasWords) Sign(_signatures.AsSpan(i * MinHash.Orders, MinHash.Orders));
        }
    }

    public override void Clear()
    {
        base.Clear();
        _hashes.Clear();
        _hasWords.Clear();
    }

    private void Sign(Span<uint> signature)
    {
        // A text of fewer words than a run is one run.
        WordNGrams.Read(_words.Hashes, Math.Min(MinHash.Run, _words.Hashes.Length), _runs);
        _shortRuns.Clear();
        foreach (ulong run in _runs) _shortRuns.Add((uint)(run >> 32));
        MinHash.Sign(CollectionsMarshal.AsSpan(_shortRuns), signature);
    }

    private static UInt128 HashOf(ReadOnlySpan<ulong> words)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(words), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
