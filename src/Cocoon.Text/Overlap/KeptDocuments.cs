using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Cocoon.Text;

/// <summary>What must be known about the documents that are kept: exact hashes in memory, signatures and places in a temporary file.</summary>
/// <param name="folder">Where the temporary file lies; it is gone with this object, or with the process.</param>
internal sealed class KeptDocuments(string folder) : IDisposable
{
    private const int PlaceBytes = 12, RecordBytes = MinHash.Orders + PlaceBytes;

    private readonly Dictionary<UInt128, int> _byText = [];
    private readonly BandIndex _bands = new();
    private readonly SortedSet<int> _candidates = [];
    private readonly byte[] _shortened = new byte[MinHash.Orders], _record = new byte[RecordBytes];
    private readonly SafeFileHandle _file = File.OpenHandle(
        Path.Combine(folder, "signatures.tmp"), FileMode.Create, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose | FileOptions.RandomAccess);

    /// <summary>Number of documents.</summary>
    public int Count { get; private set; }

    /// <summary>The document with the same words, or −1.</summary>
    public int FindSame(UInt128 words) => _byText.TryGetValue(words, out int document) ? document : -1;

    /// <summary>The most similar document that is found, the first of several, and how similar it is by estimate; −1 if none is found.</summary>
    public (int Document, double Similarity) FindSimilar(ReadOnlySpan<uint> signature)
    {
        var best = (Document: -1, Similarity: 0.0);
        _bands.Find(signature, _candidates);
        MinHash.Shorten(signature, _shortened);
        foreach (int candidate in _candidates)
        {
            ReadRecord(candidate);
            double similarity = MinHash.Similarity(_shortened, _record.AsSpan(0, MinHash.Orders));
            if (similarity > best.Similarity) best = (candidate, similarity);
        }
        return best;
    }

    /// <summary>Adds a document.</summary>
    /// <param name="words">The hash of its words.</param>
    /// <param name="signature">Its signature; empty if it has no words.</param>
    /// <param name="place">Where it starts.</param>
    public void Add(UInt128 words, ReadOnlySpan<uint> signature, DocumentPlace place)
    {
        _byText.Add(words, Count);
        Array.Clear(_record);
        if (!signature.IsEmpty)
        {
            _bands.Add(signature, Count);
            MinHash.Shorten(signature, _record);
        }
        BinaryPrimitives.WriteInt32LittleEndian(_record.AsSpan(MinHash.Orders), place.File);
        BinaryPrimitives.WriteInt64LittleEndian(_record.AsSpan(MinHash.Orders + sizeof(int)), place.Line);
        RandomAccess.Write(_file, _record, (long)Count * RecordBytes);
        Count = checked(Count + 1);
    }

    /// <summary>File and line where a document starts.</summary>
    public (int File, long Line) PlaceOf(int document)
    {
        ReadRecord(document);
        return (BinaryPrimitives.ReadInt32LittleEndian(_record.AsSpan(MinHash.Orders)), BinaryPrimitives.ReadInt64LittleEndian(_record.AsSpan(MinHash.Orders + sizeof(int))));
    }

    public void Dispose() => _file.Dispose();

    private void ReadRecord(int document)
    {
        int read = RandomAccess.Read(_file, _record, (long)document * RecordBytes);
        if (read != RecordBytes) throw new IOException($"The temporary file of signatures gave {read} of {RecordBytes} bytes for document {document}. Check the disk.");
    }
}
