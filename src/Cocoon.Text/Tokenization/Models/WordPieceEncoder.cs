namespace Cocoon.Text;

/// <summary>One thread's state for encoding: the current word and the cache of recent ones.</summary>
internal sealed class WordPieceEncoder(WordPieceTokenizer tokenizer, CharacterActions actions, PieceTrie trie)
    : WordScanner(actions, tokenizer.Options.MaxWordLength)
{
    private readonly WordCache _cache = new();
    private IntList _ids = null!;
    private List<TokenSpan>? _offsets;
    private List<Range>? _words;

    /// <summary>Room for the parts of a text that has added tokens.</summary>
    public List<AddedTokenMatcher.Part> Parts { get; } = [];

    /// <summary>Appends the pieces of a text; offsets count from <paramref name="shift"/>.</summary>
    public void Encode(ReadOnlySpan<char> text, int shift, IntList ids, List<TokenSpan>? offsets, List<Range>? words)
    {
        (_ids, _offsets, _words, Shift) = (ids, offsets, words, shift);
        Scan(text);
    }

    protected override void OnWord()
    {
        int first = _ids.Count;
        int slot = IsOverlong ? -1 : WordCache.SlotOf(Word);
        if (IsOverlong) _ids.Add(tokenizer.Special.Unknown);
        else if (slot >= 0 && _cache.Find(slot, Word) is { IsEmpty: false } known) known.CopyTo(_ids.Extend(known.Length));
        else
        {
            Split();
            if (slot >= 0) _cache.Store(slot, Word, _ids.Span[first..]);
        }

        _words?.Add(first.._ids.Count);
        if (_offsets is not null) AddOffsets(_ids.Span[first..], _offsets);
    }

    /// <summary>Greedy longest match first (Schuster and Nakajima 2012, as BERT does it); a word that does not come out even is unknown.</summary>
    private void Split()
    {
        int first = _ids.Count;
        for (int at = 0; at < Word.Length;)
        {
            int piece = trie.Longest(Word[at..], continues: at > 0, out int length);
            if (piece < 0)
            {
                _ids.Truncate(first);
                _ids.Add(tokenizer.Special.Unknown);
                return;
            }

            _ids.Add(piece);
            at += length;
        }
    }

    private void AddOffsets(ReadOnlySpan<int> pieces, List<TokenSpan> offsets)
    {
        if (pieces[0] == tokenizer.Special.Unknown)
        {
            offsets.Add(SpanOfWord);
            return;
        }

        int at = 0;
        foreach (int piece in pieces)
        {
            int length = tokenizer.TokenOf(piece).Length - (at > 0 ? WordPieceTokenizer.ContinuingPrefix.Length : 0);
            offsets.Add(SpanOf(at, length));
            at += length;
        }
    }
}
