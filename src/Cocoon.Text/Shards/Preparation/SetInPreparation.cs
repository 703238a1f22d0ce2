namespace Cocoon.Text;

/// <summary>One of the two sets that a preparation writes: the text to train on, or the text held out.</summary>
internal sealed class SetInPreparation : IDisposable
{
    private readonly ShardFolder _folder;
    private readonly int _unknownId;
    private int _inSections;
    private long _empty, _unknown;

    /// <summary>Goes on after what is finished.</summary>
    /// <param name="folder">The folder, claimed.</param>
    /// <param name="options">How shards are written.</param>
    /// <param name="finished">What the journal says about this set.</param>
    /// <param name="unknownId">The id of [UNK].</param>
    /// <exception cref="ShardException">A finished shard is missing or has another length.</exception>
    public SetInPreparation(ShardFolder folder, ShardOptions options, IReadOnlyList<SectionShards> finished, int unknownId)
    {
        (_folder, _unknownId) = (folder, unknownId);
        EmptyDocuments = finished.Sum(section => section.EmptyDocuments);
        UnknownTokens = finished.Sum(section => section.UnknownTokens);
        var shards = finished.SelectMany(section => section.Shards).ToList();
        foreach (var shard in shards)
        {
            RequireLength(shard.Name, shard.Bytes);
            RequireLength(shard.RecordName, shard.RecordBytes);
        }
        Writer = new ShardWriter(folder, options, shards);
        _inSections = shards.Count;
    }

    public string Folder => _folder.Path;

    public ShardWriter Writer { get; }

    /// <summary>Documents without a token, which were left out.</summary>
    public long EmptyDocuments { get; private set; }

    /// <summary>Tokens that are [UNK].</summary>
    public long UnknownTokens { get; private set; }

    /// <summary>True if a shard was finished that is in no section.</summary>
    public bool HasFinishedShard => Writer.Shards.Count > _inSections;

    public void Add(ReadOnlySpan<int> ids, DocumentOrigin origin)
    {
        if (ids.IsEmpty)
        {
            _empty++;
            return;
        }
        Writer.Add(ids, origin);
        _unknown += ids.Count(_unknownId);
    }

    /// <summary>Ends the shard that is being written, and says what was added since the last section.</summary>
    public SectionShards EndSection()
    {
        Writer.CloseShard();
        var section = new SectionShards([.. Writer.Shards.Skip(_inSections)], _empty, _unknown);
        EmptyDocuments += _empty;
        UnknownTokens += _unknown;
        (_inSections, _empty, _unknown) = (Writer.Shards.Count, 0, 0);
        return section;
    }

    public void Dispose() => Writer.Dispose();

    private void RequireLength(string name, long bytes)
    {
        var file = new FileInfo(Path.Combine(_folder.Path, name));
        if (!file.Exists || file.Length != bytes)
        {
            throw new ShardException(file.FullName, $"The journal of the unfinished preparation names this file with {bytes} bytes, but {(file.Exists ? $"it has {file.Length}" : "it is missing")}. " +
                "Restore it, or delete the folder and prepare the data again.");
        }
    }
}
