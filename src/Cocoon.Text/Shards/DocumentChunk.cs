namespace Cocoon.Text;

/// <summary>Some consecutive documents on their way from text to ids. Reusable.</summary>
internal sealed class DocumentChunk
{
    private const int FullCharacters = 1 << 18;
    private const int FullDocuments = 1 << 12;
    private readonly List<string> _texts = [];
    private readonly List<int> _ends = [];
    private readonly IntList _ids = new();
    private int _characters;

    public bool IsEmpty => _texts.Count == 0;

    public bool IsFull => _characters >= FullCharacters || _texts.Count >= FullDocuments;

    public long EmptyDocuments { get; private set; }

    public long UnknownTokens { get; private set; }

    public void Add(string text)
    {
        _texts.Add(text);
        _characters += text.Length;
    }

    public void Encode(WordPieceTokenizer tokenizer, CancellationToken ct)
    {
        foreach (string text in _texts)
        {
            ct.ThrowIfCancellationRequested();
            tokenizer.Encode(text, _ids);
            _ends.Add(_ids.Count);
        }
        UnknownTokens = _ids.Span.Count(tokenizer.Special.Unknown);
    }

    public void WriteTo(ShardWriter writer)
    {
        int start = 0;
        foreach (int end in _ends)
        {
            if (end == start) EmptyDocuments++;
            else writer.Add(_ids.Span[start..end]);
            start = end;
        }
    }

    public void Clear()
    {
        _texts.Clear();
        _ends.Clear();
        _ids.Clear();
        (_characters, EmptyDocuments, UnknownTokens) = (0, 0, 0);
    }
}
