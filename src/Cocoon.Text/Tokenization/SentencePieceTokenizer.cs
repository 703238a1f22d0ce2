using System.Collections.Concurrent;

namespace Cocoon.Text;

/// <summary>Turns text into the numbers of a SentencePiece model and back, exactly as SentencePiece does.</summary>
/// <remarks>
/// Kudo and Richardson 2018, arXiv:1808.06226; equal to release 0.1.97 in ids, offsets and decoded text. Control pieces such as
/// <c>&lt;s&gt;</c> are never found in text and never added to it. Immutable; any number of threads may use one instance. A warm call allocates nothing.
/// </remarks>
public sealed class SentencePieceTokenizer
{
    private readonly PieceTable _table;
    private readonly SentencePieceNormalizer _normalizer;
    private readonly SentencePieceDecoder _decoder;
    private readonly Func<Segmenter> _segmenter;
    private readonly ConcurrentBag<SentencePieceEncoder> _encoders = [];

    /// <summary>A tokenizer with the given model.</summary>
    /// <exception cref="ArgumentException">The model cannot be used; the message says why.</exception>
    public SentencePieceTokenizer(SentencePieceModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (PieceTable.FirstProblem(model) is { } problem) throw new ArgumentException(problem, nameof(model));
        Model = model;
        _table = new PieceTable(model);
        var userPieces = _table.TreeOf(PieceKind.UserDefined);
        _normalizer = new SentencePieceNormalizer(model.Normalization, MapOf(model.Normalization), userPieces, model.SpaceAsSuffix);
        _decoder = new SentencePieceDecoder(_table, model, model.Denormalization is { PrecompiledMap.IsEmpty: false } rules
            ? new SentencePieceNormalizer(rules, MapOf(rules)) : null);
        if (model.Algorithm == SentencePieceAlgorithm.Unigram)
        {
            var unigram = UnigramModel.OfSentencePiece(_table);
            _segmenter = () => new UnigramSegmenter(unigram);
        }
        else
        {
            var bpe = new BpeModel(_table, userPieces);
            _segmenter = () => new BpeSegmenter(bpe);
        }
    }

    /// <summary>What the model file says.</summary>
    public SentencePieceModel Model { get; }

    /// <summary>Number of pieces, V.</summary>
    public int VocabularySize => _table.Count;

    /// <summary>Id of the unknown piece.</summary>
    public int UnknownId => _table.Unknown;

    /// <summary>Id of the piece that begins a text, or null.</summary>
    public int? BeginId => _table.ControlId(Model.BeginPiece);

    /// <summary>Id of the piece that ends a text, or null.</summary>
    public int? EndId => _table.ControlId(Model.EndPiece);

    /// <summary>Id of the piece that fills up, or null.</summary>
    public int? PadId => _table.ControlId(Model.PadPiece);

    /// <summary>Reads a <c>.model</c> file.</summary>
    /// <exception cref="CorpusException">The file is missing, damaged, or not a unigram or BPE model of SentencePiece.</exception>
    public static SentencePieceTokenizer Load(string file) => Parse(file, TokenizerFiles.ReadAll(file));

    /// <summary>The tokenizer in the bytes of a <c>.model</c> file.</summary>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="bytes">Its content.</param>
    /// <exception cref="CorpusException">The bytes are not a unigram or BPE model of SentencePiece.</exception>
    internal static SentencePieceTokenizer Parse(string name, byte[] bytes)
    {
        var model = SentencePieceReader.Read(name, bytes);
        try
        {
            return new SentencePieceTokenizer(model);
        }
        catch (ArgumentException e)
        {
            throw new CorpusException(name, e.Message, e);
        }
    }

    /// <summary>Writes a <c>.model</c> file that SentencePiece reads; a crash leaves no half-written file.</summary>
    /// <remarks>What only tells how a model was trained is not kept when a file is read, and so not written again.</remarks>
    public void Save(string file) => DurableFile.Write(file, stream => SentencePieceWriter.Write(stream, Model));

    /// <summary>The text of a piece; a space is U+2581.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such id.</exception>
    public string TokenOf(int id)
    {
        if ((uint)id >= (uint)_table.Count) throw new ArgumentOutOfRangeException(nameof(id), id, $"The vocabulary has ids 0 to {_table.Count - 1}.");
        return _table[id].Text;
    }

    /// <summary>The id of a piece, or null if the vocabulary does not have it.</summary>
    public int? IdOf(string token) => _table.IdOf(token) is var id && _table[id].Text == token ? id : null;

    /// <summary>Appends the ids of a text's pieces; neither begin nor end is added.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="ids">Receives the ids.</param>
    /// <param name="offsets">Receives, if given, the part of <paramref name="text"/> that each id stands for; of the bytes of an unknown
    /// character the last stands for all of it, the others for nothing before it.</param>
    public void Encode(ReadOnlySpan<char> text, IntList ids, List<TokenSpan>? offsets = null)
    {
        var encoder = Rent();
        encoder.Run(text, tracks: offsets is not null);
        if (offsets is null) AddIds(encoder, ids);
        else AddIdsAndOffsets(encoder, ids, offsets);
        Return(encoder);
    }

    /// <summary>Readable text for ids.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such id.</exception>
    public string Decode(ReadOnlySpan<int> ids)
    {
        foreach (int id in ids) TokenOf(id);
        return _decoder.Decode(ids);
    }

    /// <summary>One thread's state, to be given back.</summary>
    internal SentencePieceEncoder Rent() => _encoders.TryTake(out var encoder) ? encoder
        : new SentencePieceEncoder(_normalizer, _segmenter(), fused: Model.ByteFallback ? -1 : _table.Unknown);

    /// <summary>Takes back what <see cref="Rent"/> gave.</summary>
    internal void Return(SentencePieceEncoder encoder) => _encoders.Add(encoder);

    /// <summary>The id of a byte's piece, in models that fall back to bytes.</summary>
    internal int ByteId(byte value) => _table.ByteIds[value];

    private void AddIds(SentencePieceEncoder encoder, IntList ids)
    {
        if (!Model.ByteFallback)
        {
            var all = ids.Extend(encoder.Pieces.Count);
            for (int i = 0; i < all.Length; i++) all[i] = encoder.Pieces[i].Id;
            return;
        }

        int at = 0;
        foreach (var piece in encoder.Pieces)
        {
            AddIds(encoder, piece, at, ids);
            at += piece.Length;
        }
    }

    private void AddIdsAndOffsets(SentencePieceEncoder encoder, IntList ids, List<TokenSpan> offsets)
    {
        var walk = encoder.Offsets;
        var (at, start) = (0, walk.At(0));
        foreach (var piece in encoder.Pieces)
        {
            int before = ids.Count;
            AddIds(encoder, piece, at, ids);
            at += piece.Length;
            int end = walk.At(at);
            for (int i = before + 1; i < ids.Count; i++) offsets.Add(new TokenSpan(start, start));
            offsets.Add(new TokenSpan(start, end));
            start = end;
        }
    }

    private void AddIds(SentencePieceEncoder encoder, Piece piece, int at, IntList ids)
    {
        if (piece.Id != _table.Unknown || !Model.ByteFallback)
        {
            ids.Add(piece.Id);
            return;
        }

        foreach (byte b in encoder.Normalized.Slice(at, piece.Length)) ids.Add(_table.ByteIds[b]);
    }

    private static PrecompiledMap? MapOf(SentencePieceNormalization rules)
    {
        if (rules.PrecompiledMap.IsEmpty) return null;
        return PrecompiledMap.TryParse(rules.PrecompiledMap.Span, out string problem)
            ?? throw new ArgumentException($"the precompiled character map is damaged: {problem}. Fetch or train the model again.");
    }
}
