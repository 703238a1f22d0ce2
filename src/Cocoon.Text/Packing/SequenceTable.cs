namespace Cocoon.Text;

/// <summary>Where each training sequence starts in a shard set: the division of the documents, the same in every epoch.</summary>
/// <remarks>
/// Documents are cut into consecutive pieces of at most L − 2 tokens. A sequence is [CLS] piece [SEP]; after the last piece
/// of a document, following documents are added, each with its [SEP], as long as they fit whole. So every token of every
/// document stands in exactly one sequence, and no sequence is longer than L. Memory: eight bytes per sequence.
/// </remarks>
internal sealed class SequenceTable
{
    private readonly ShardSet _shards;
    private readonly SpecialTokens _special;
    private readonly int _pieceLength;
    private int[] _documents = [];
    private int[] _offsets = [];

    public SequenceTable(ShardSet shards, int sequenceLength, SpecialTokens special)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequenceLength, 3);
        if (shards.Documents > int.MaxValue - 1)
            throw new ShardException(shards.Folder, $"{shards.Documents} documents are more than one run can order. Divide the corpus.");
        if (special.Classify < 0 || special.Separate < 0)
            throw new ShardException(shards.Folder, "The tokenizer has no token that begins a sequence, or none that ends it; name them in its tokenizer_config.json (cls_token, sep_token).");
        foreach (int id in (ReadOnlySpan<int>)[special.Classify, special.Separate])
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)id, (uint)shards.Manifest.VocabularySize, nameof(special));
        (_shards, _special, _pieceLength) = (shards, special, sequenceLength - 2);
        Build((int)shards.Documents, sequenceLength);
    }

    /// <summary>Number of sequences.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a sequence to a batch.</summary>
    public void AppendTo(TokenBatch batch, int sequence)
    {
        int document = _documents[sequence], offset = _offsets[sequence];
        batch.Append(_special.Classify);
        AppendPiece(batch, document, offset);
        for (int next = document + 1; next < FirstDocumentAfter(sequence); next++) AppendPiece(batch, next, 0);
        batch.EndSequence();
    }

    private void AppendPiece(TokenBatch batch, int document, int offset)
    {
        _shards.Read(document, offset, batch.Extend(Math.Min(_pieceLength, _shards.LengthOf(document) - offset)));
        batch.Append(_special.Separate);
    }

    // If the next sequence starts inside a document, that document is this sequence's own, and nothing was added.
    private int FirstDocumentAfter(int sequence) => sequence + 1 < Count ? _documents[sequence + 1] : (int)_shards.Documents;

    private void Build(int documents, int sequenceLength)
    {
        for (int document = 0; document < documents;)
        {
            int length = _shards.LengthOf(document), offset = 0;
            for (; length - offset > _pieceLength; offset += _pieceLength) Add(document, offset);
            Add(document, offset);
            int room = sequenceLength - 2 - (length - offset);
            for (document++; document < documents && _shards.LengthOf(document) < room; document++) room -= _shards.LengthOf(document) + 1;
        }
        Array.Resize(ref _documents, Count);
        Array.Resize(ref _offsets, Count);
    }

    private void Add(int document, int offset)
    {
        if (Count == _documents.Length)
        {
            int capacity = (int)Math.Min(Array.MaxLength, Math.Max(256L, 2L * Count));
            Array.Resize(ref _documents, capacity);
            Array.Resize(ref _offsets, capacity);
        }
        (_documents[Count], _offsets[Count]) = (document, offset);
        Count++;
    }
}
