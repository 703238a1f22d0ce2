using System.Globalization;

namespace Cocoon.Text;

/// <summary>The folders that a preparation writes, and the journal that says what in them is finished.</summary>
internal sealed class PreparationOutput : IDisposable
{
    private readonly ShardFolder _folder;
    private readonly PreparationJournal _journal;
    private readonly SetInPreparation _training;
    private readonly SetInPreparation? _heldOut;
    private readonly PartPosition[] _read;
    private readonly int[] _firstSource;

    /// <summary>Claims the folders and goes on where the journal ends.</summary>
    /// <param name="folder">The folder of the text to train on.</param>
    /// <param name="plan">What is wanted; its numbers of documents are empty, for they may be in the journal.</param>
    /// <param name="mixture">The text.</param>
    /// <param name="options">How shards are written.</param>
    /// <param name="heldOutFolder">The folder of the text held out, or null.</param>
    /// <param name="unknownId">The id of [UNK].</param>
    /// <param name="count">Counts the documents of each corpus, if nothing was begun.</param>
    /// <exception cref="ShardException">A folder cannot be used, or holds the beginning of another preparation.</exception>
    public PreparationOutput(string folder, PreparationPlan plan, CorpusMixture mixture, ShardOptions options, string? heldOutFolder, int unknownId, Func<long[]> count)
    {
        _folder = ShardFolder.Claim(folder);
        ShardFolder? heldOut = null;
        try
        {
            _journal = new PreparationJournal(Path.Combine(folder, ShardFolder.MarkerName), _folder.Marker);
            if (_journal.Sections.Count > 0) RequireSame(plan, mixture);
            heldOut = heldOutFolder is null ? null : ShardFolder.Claim(heldOutFolder, _journal.IsComplete);
            if (_journal.Sections.Count == 0) _journal.Begin(plan with { Documents = count() });
            _training = new SetInPreparation(_folder, options, [.. _journal.Sections.Select(s => s.Training)], unknownId);
            if (heldOut is not null) _heldOut = new SetInPreparation(heldOut, options, [.. _journal.Sections.Select(s => s.HeldOut)], unknownId);
        }
        catch
        {
            _folder.Dispose();
            heldOut?.Dispose();
            throw;
        }
        _read = _journal.Sections.Count > 0 ? [.. _journal.Sections[^1].Read] : new PartPosition[mixture.Parts.Count];
        _firstSource = new int[mixture.Parts.Count];
        for (int part = 1; part < _firstSource.Length; part++) _firstSource[part] = _firstSource[part - 1] + mixture.Parts[part - 1].Corpus.Files.Count;
        ResumedShards = _training.Writer.Shards.Count + (_heldOut?.Writer.Shards.Count ?? 0);
    }

    /// <summary>Number of documents of each corpus of a mixture.</summary>
    public IReadOnlyList<long> Counts => _journal.Plan!.Documents;

    /// <summary>How far each corpus was read when the last section ended.</summary>
    public IReadOnlyList<PartPosition> Read => [.. _read];

    /// <summary>True if all text is in finished shards.</summary>
    public bool IsComplete => _journal.IsComplete;

    public int ResumedShards { get; }

    public long Documents => _training.Writer.Documents + (_heldOut?.Writer.Documents ?? 0);

    public long Tokens => _training.Writer.Tokens + (_heldOut?.Writer.Tokens ?? 0);

    public long EmptyDocuments => _training.EmptyDocuments + (_heldOut?.EmptyDocuments ?? 0);

    public long UnknownTokens => _training.UnknownTokens + (_heldOut?.UnknownTokens ?? 0);

    /// <summary>Writes the documents of a chunk.</summary>
    public void Add(DocumentChunk chunk)
    {
        for (int i = 0; i < chunk.Items.Count; i++)
        {
            var (mixed, hash, destination) = chunk[i];
            var place = mixed.Document.Place;
            _read[mixed.Part] = new PartPosition(mixed.Pass, _read[mixed.Part].Documents + 1, place, hash);
            if (destination == Destination.None) continue;
            var set = destination == Destination.HeldOut ? _heldOut! : _training;
            set.Add(chunk.IdsOf(i), new DocumentOrigin(_firstSource[mixed.Part] + place.File, place.Line, place.Offset, mixed.Pass, hash));
            if (set.HasFinishedShard) EndSection(last: false);
        }
    }

    /// <summary>Says that no document follows.</summary>
    public void EndText()
    {
        EndSection(last: true);
        if (_heldOut?.Writer.Documents == 0 || _training.Writer.Documents == 0)
            throw new ShardException(_folder.Path, $"Of {Documents} documents with a token, {_training.Writer.Documents} are to be trained on and {_heldOut?.Writer.Documents ?? 0} held out. Delete the folder, and give more text or hold out another fraction.");
    }

    /// <summary>Makes the folders shard sets: the text held out first, for the journal lies with the other.</summary>
    public (ShardManifest Training, ShardManifest? HeldOut) Complete(Tokenizer tokenizer, IReadOnlyList<ShardSource> sources)
    {
        ShardManifest? heldOut = _heldOut is null ? null : Complete(_heldOut, tokenizer, sources);
        return (Complete(_training, tokenizer, sources), heldOut);
    }

    public void Dispose()
    {
        _training.Dispose();
        _heldOut?.Dispose();
    }

    private ShardManifest Complete(SetInPreparation set, Tokenizer tokenizer, IReadOnlyList<ShardSource> sources)
    {
        tokenizer.Save(Path.Combine(set.Folder, ShardSet.TokenizerFolder));
        return set.Writer.Complete(sources, new SortedDictionary<string, string>(_journal.Plan!.Settings, StringComparer.Ordinal)
        {
            ["emptyDocuments"] = set.EmptyDocuments.ToString(CultureInfo.InvariantCulture),
            ["unknownTokens"] = set.UnknownTokens.ToString(CultureInfo.InvariantCulture),
            ["holds"] = set == _heldOut ? "documents held out" : _heldOut is null ? "all documents" : "documents not held out",
        });
    }

    private void EndSection(bool last)
    {
        var training = _training.EndSection();
        _journal.Add(new PreparationSection(training, _heldOut?.EndSection() ?? new SectionShards([], 0, 0), Read, last));
    }

    private void RequireSame(PreparationPlan plan, CorpusMixture mixture)
    {
        var (begun, read) = (_journal.Plan!, _journal.Sections[^1].Read);
        // Files of a single corpus that were not reached may still change; those of a mixture were counted.
        int filesRead = mixture.Parts.Count == 1 && read is [{ Pass: 0 } only] ? only.Place.File + 1 : Math.Max(plan.Sources.Count, begun.Sources.Count);
        if (begun.DifferenceTo(plan, filesRead) is { } difference)
            throw new ShardException(_folder.Path, $"The unfinished preparation here was begun {difference}. Give the same command to go on, or delete the folder to start over.");
        bool possible = read.Count == mixture.Parts.Count && begun.Documents.Count == (read.Count > 1 ? read.Count : 0)
            && read.Zip(mixture.Parts).All(pair => pair.First.Pass < pair.Second.Passes && pair.First.Place.File < pair.Second.Corpus.Files.Count);
        if (!possible) throw new ShardException(_folder.Path, "The journal of the unfinished preparation names a place that does not exist. Delete the folder and prepare the data again.");
    }
}
