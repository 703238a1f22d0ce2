namespace Cocoon.Text;

/// <summary>Some consecutive documents on their way from text to ids.</summary>
internal sealed class DocumentChunk : Chunk<MixedDocument>
{
    private readonly List<(UInt128 Hash, Destination Destination, int End)> _encoded = [];
    private readonly IntList _ids = new();

    /// <summary>Bytes of text (UTF-8).</summary>
    public long TextBytes { get; private set; }

    /// <summary>Decides where the documents go, and encodes those that go somewhere.</summary>
    public void Encode(Tokenizer tokenizer, CorpusMixture mixture, DocumentSelection selection, CancellationToken ct)
    {
        foreach (var (document, part, pass) in Items)
        {
            ct.ThrowIfCancellationRequested();
            var hash = TextHash.Of(document.Text, out int bytes);
            var destination = selection.Of(hash, mixture.Parts[part].Weight, pass);
            if (destination != Destination.None) Encode(tokenizer, document);
            _encoded.Add((hash, destination, _ids.Count));
            TextBytes += bytes;
        }
    }

    /// <summary>Adds a document's ids; between its texts the token that separates documents.</summary>
    private void Encode(Tokenizer tokenizer, Document document)
    {
        int begin = 0;
        foreach (int cut in document.Cuts ?? [])
        {
            if (tokenizer.Special.Separate < 0)
                throw new CorpusException(document.Source, $"line {document.Line} holds several texts, but the tokenizer has no token to put between them. Name one as sep_token in its tokenizer_config.json.");
            tokenizer.Encode(document.Text.AsSpan(begin, cut - 1 - begin), _ids);
            _ids.Add(tokenizer.Special.Separate);
            begin = cut;
        }
        tokenizer.Encode(document.Text.AsSpan(begin), _ids);
    }

    /// <summary>A document, the hash of its text, and where it goes.</summary>
    public (MixedDocument Document, UInt128 Hash, Destination Destination) this[int document] =>
        (Items[document], _encoded[document].Hash, _encoded[document].Destination);

    /// <summary>The token ids of a document.</summary>
    public ReadOnlySpan<int> IdsOf(int document) => _ids.Span[(document == 0 ? 0 : _encoded[document - 1].End).._encoded[document].End];

    public override void Clear()
    {
        base.Clear();
        _encoded.Clear();
        _ids.Clear();
        TextBytes = 0;
    }
}
