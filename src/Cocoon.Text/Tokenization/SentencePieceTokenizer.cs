using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Cocoon.Text;

/// <summary>The tokenizer of a SentencePiece <c>.model</c> file, exactly as SentencePiece does it.</summary>
/// <remarks>
/// Kudo and Richardson 2018, arXiv:1808.06226; equal to release 0.1.97 in ids, offsets and decoded text. Control pieces such as <c>&lt;s&gt;</c> are
/// not found in text unless asked for; the text around one then is a text of its own. User-defined pieces always are, as the model says.
/// The file does not say what goes around a text: the token that begins and the token that ends, of those there are.
/// </remarks>
public sealed class SentencePieceTokenizer : Tokenizer
{
    private readonly PieceTable _table;
    private readonly SentencePieceNormalizer _normalizer;
    private readonly SentencePieceDecoder _decoder;
    private readonly AddedTokenMatcher _matcher;
    private readonly Func<Segmenter> _segmenter;
    private readonly ConcurrentBag<SentencePieceEncoder> _encoders = [];
    private readonly Lazy<string> _fingerprint;

    /// <summary>A tokenizer with the given model; its special tokens are found by the names that published tokenizers use.</summary>
    /// <exception cref="ArgumentException">The model cannot be used; the message says why.</exception>
    public SentencePieceTokenizer(SentencePieceModel model) : this(Checked(model), RoleNames.None)
    {
    }

    private SentencePieceTokenizer(PieceTable table, RoleNames named) : this(table, RolesOf(table, named))
    {
    }

    private SentencePieceTokenizer(PieceTable table, SpecialTokens special)
        : base(table.Tokens, table.Special, special, PostProcessor.Bert(special.Classify, special.Separate), decoder: null, new EncodeOptions())
    {
        var model = table.Model;
        _table = table;
        _matcher = new AddedTokenMatcher(table.Special.Select(token => (token.Content, token)));
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

        IgnoresCase = Normalized("A").AsSpan().Contains((byte)'a');
        _fingerprint = new Lazy<string>(() => FingerprintOf(model));
    }

    /// <summary>What the model file says.</summary>
    public SentencePieceModel Model => _table.Model;

    /// <inheritdoc/>
    public override string Kind => Model.Algorithm == SentencePieceAlgorithm.Unigram ? "SentencePiece Unigram" : "SentencePiece BPE";

    /// <inheritdoc/>
    public override string Fingerprint => _fingerprint.Value;

    /// <inheritdoc/>
    public override bool IgnoresCase { get; }

    /// <inheritdoc/>
    public override bool ContinuesWord(int id) => SpacedPiece.ContinuesWord(TokenOf(id)) && !Model.SpaceAsSuffix;

    /// <summary>The tokenizer in the bytes of a <c>.model</c> file.</summary>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="named">The special tokens that <c>tokenizer_config.json</c> names, by role.</param>
    /// <exception cref="CorpusException">The bytes are not a unigram or BPE model of SentencePiece.</exception>
    internal static SentencePieceTokenizer Parse(string name, byte[] bytes, RoleNames? named = null)
    {
        var model = SentencePieceReader.Read(name, bytes);
        try
        {
            return new SentencePieceTokenizer(Checked(model), named ?? RoleNames.None);
        }
        catch (ArgumentException e)
        {
            throw new CorpusException(name, e.Message, e);
        }
    }

    /// <summary>One thread's state, to be given back.</summary>
    internal SentencePieceEncoder Rent() => _encoders.TryTake(out var encoder) ? encoder
        : new SentencePieceEncoder(_normalizer, _segmenter(), fused: Model.ByteFallback ? -1 : _table.Unknown);

    /// <summary>Takes back what <see cref="Rent"/> gave.</summary>
    internal void Return(SentencePieceEncoder encoder) => _encoders.Add(encoder);

    /// <summary>The id of a byte's piece, in models that fall back to bytes.</summary>
    internal int ByteId(byte value) => _table.ByteIds[value];

    /// <remarks>Of the bytes of an unknown character the last stands for all of it, the others for nothing before it.</remarks>
    private protected override void EncodeWords(ReadOnlySpan<char> text, IntList ids, List<TokenSpan>? offsets, bool parseSpecial, List<Range>? words)
    {
        var encoder = Rent();
        if (parseSpecial) EncodeWithSpecial(encoder, text, ids, offsets);
        else Encode(encoder, text, 0, ids, offsets);
        Return(encoder);
    }

    private protected override string DecodeTokens(List<int> ids) => _decoder.Decode(CollectionsMarshal.AsSpan(ids));

    private void EncodeWithSpecial(SentencePieceEncoder encoder, ReadOnlySpan<char> text, IntList ids, List<TokenSpan>? offsets) =>
        _matcher.Encode(text, encoder.Parts, ids, offsets, (tokenizer: this, encoder, ids, offsets), static (part, start, to) => to.tokenizer.Encode(to.encoder, part, start, to.ids, to.offsets));

    private void Encode(SentencePieceEncoder encoder, ReadOnlySpan<char> text, int shift, IntList ids, List<TokenSpan>? offsets)
    {
        encoder.Run(text, tracks: offsets is not null);
        if (offsets is null) AddIds(encoder, ids);
        else AddIdsAndOffsets(encoder, shift, ids, offsets);
    }

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

    private void AddIdsAndOffsets(SentencePieceEncoder encoder, int shift, IntList ids, List<TokenSpan> offsets)
    {
        var walk = encoder.Offsets;
        var (at, start) = (0, shift + walk.At(0));
        foreach (var piece in encoder.Pieces)
        {
            int before = ids.Count;
            AddIds(encoder, piece, at, ids);
            at += piece.Length;
            int end = shift + walk.At(at);
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

    private byte[] Normalized(string text)
    {
        var normalized = new NormalizedBytes();
        _normalizer.Normalize(Encoding.UTF8.GetBytes(text), normalized);
        return normalized.Bytes.ToArray();
    }

    private static PieceTable Checked(SentencePieceModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return PieceTable.FirstProblem(model) is { } problem ? throw new ArgumentException(problem, nameof(model)) : new PieceTable(model);
    }

    // The file names three pieces; the others are found by the names that published models use.
    private static SpecialTokens RolesOf(PieceTable table, RoleNames named)
    {
        var (roles, model) = (named.Roles(table.Tokens, table.Unknown, table.Special), table.Model);
        return roles with { Pad = Or(roles.Pad, model.PadPiece), Classify = Or(roles.Classify, model.BeginPiece), Separate = Or(roles.Separate, model.EndPiece) };

        int Or(int id, string piece) => id >= 0 ? id : table.ControlId(piece) ?? -1;
    }

    private static string FingerprintOf(SentencePieceModel model)
    {
        using var stream = new MemoryStream();
        SentencePieceWriter.Write(stream, model);
        return Convert.ToHexStringLower(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
    }

    private static PrecompiledMap? MapOf(SentencePieceNormalization rules)
    {
        if (rules.PrecompiledMap.IsEmpty) return null;
        return PrecompiledMap.TryParse(rules.PrecompiledMap.Span, out string problem)
            ?? throw new ArgumentException($"the precompiled character map is damaged: {problem}. Fetch or train the model again.");
    }
}
