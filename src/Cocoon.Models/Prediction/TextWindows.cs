using Cocoon.Text;

namespace Cocoon.Models;

/// <summary>A text as pieces, grouped to words and cut into overlapping windows that a model can read.</summary>
/// <remarks>
/// A window overlaps its neighbours by a quarter of its length on either side. Each word is answered by exactly one window, in which it has
/// that much context, and is never divided between two. Of a word longer than a window, the pieces that fit are read.
/// </remarks>
internal sealed class TextWindows
{
    private const int TokensOfBatch = 2048;

    private readonly IntList _ids = new();
    private readonly List<TokenSpan> _spans = [];
    private readonly List<Range> _words = [];

    /// <param name="text">Any text.</param>
    /// <param name="tokenizer">Cuts it into pieces.</param>
    /// <param name="maxLength">Tokens of the longest sequence that the model reads, [CLS] and [SEP] included.</param>
    /// <param name="parseSpecial">Whether "[MASK]" and the like in the text are special tokens.</param>
    public TextWindows(string text, Tokenizer tokenizer, int maxLength, bool parseSpecial = false)
    {
        tokenizer.Encode(text, _ids, _spans, parseSpecial);
        for (int i = 0; i < _spans.Count; i++) _spans[i] = _spans[i].WithoutSpace(text);
        for (int start = 0; start < _ids.Count;)
        {
            int end = start + 1;
            while (end < _ids.Count && tokenizer.ContinuesWord(_ids.Span[end])) end++;
            _words.Add(start..end);
            start = end;
        }
        Windows = [.. Cut(maxLength - 2)];
    }

    /// <summary>The windows, in the order of the text.</summary>
    public IReadOnlyList<Window> Windows { get; }

    /// <summary>Ids of the pieces.</summary>
    public ReadOnlySpan<int> Ids => _ids.Span;

    /// <summary>Pieces of each word.</summary>
    public IReadOnlyList<Range> Words => _words;

    /// <summary>Characters of a word.</summary>
    public TokenSpan SpanOf(Range word) => new(_spans[word.Start.Value].Start, _spans[word.End.Value - 1].End);

    /// <summary>Adds a window to a batch, as the model was trained: [CLS], pieces, [SEP].</summary>
    public void AppendTo(TokenBatch batch, Window window, SpecialTokens special)
    {
        batch.Append(special.Classify);
        batch.Append(Ids[window.Pieces]);
        batch.Append(special.Separate);
        batch.EndSequence();
    }

    /// <summary>Reads windows batch by batch.</summary>
    /// <param name="batch">Becomes one batch after the other, of about 2,048 tokens each.</param>
    /// <param name="special">What stands around a window.</param>
    /// <param name="wanted">Which windows are read; null: all.</param>
    /// <returns>The windows in the batch; each is one of its sequences.</returns>
    public IEnumerable<IReadOnlyList<Window>> Batches(TokenBatch batch, SpecialTokens special, Func<Window, bool>? wanted = null)
    {
        var read = new List<Window>();
        batch.Clear();
        foreach (var window in Windows)
        {
            if (wanted?.Invoke(window) == false) continue;
            if (IsFull(batch))
            {
                yield return read;
                read = [];
                batch.Clear();
            }
            AppendTo(batch, window, special);
            read.Add(window);
        }
        if (read.Count > 0) yield return read;
    }

    /// <summary>True if a batch is worth a pass.</summary>
    public static bool IsFull(TokenBatch batch) => batch.Tokens >= TokensOfBatch;

    /// <summary>The pieces of a word that a window holds.</summary>
    public Range Pieces(Window window, int word) => _words[word].Start.Value..Math.Min(_words[word].End.Value, window.Pieces.End.Value);

    private IEnumerable<Window> Cut(int room)
    {
        int margin = room / 4;
        for (int word = 0; word < _words.Count;)
        {
            int core = _words[word].Start.Value;
            int start = Math.Max(0, Math.Min(core - margin, _ids.Count - room)), end = Math.Min(_ids.Count, start + room);
            int sure = end == _ids.Count ? end : end - margin, next = word + 1;
            while (next < _words.Count && _words[next].End.Value <= sure) next++;
            yield return new(start..end, word..next);
            word = next;
        }
    }

    /// <summary>Pieces that are read together, and the words among them that are answered.</summary>
    internal readonly record struct Window(Range Pieces, Range Words)
    {
        /// <summary>The row of a piece in the window's sequence: [CLS] is before it.</summary>
        public int RowOf(int piece) => 1 + piece - Pieces.Start.Value;
    }
}
