namespace Cocoon.Text;

/// <summary>A damaged text, and what must be written when it has been read: the two sides of denoising. Its memory is used again.</summary>
public sealed class NoisedText
{
    private readonly IntList _targets = new(), _hidden = new(), _hiddenAt = new();

    /// <summary>The damaged text: what an encoder reads.</summary>
    public TokenBatch Read { get; } = new();

    /// <summary>What a decoder has written before each token that it must write: [CLS] and all of them but the last; as many sequences; T tokens in all.</summary>
    public TokenBatch Written { get; } = new();

    /// <summary>The token that must follow each of <see cref="Written"/>; length T.</summary>
    public ReadOnlyMemory<int> Targets => _targets.Memory;

    /// <summary>Rows of the original text whose token cannot be read off the damaged one, ascending; length M.</summary>
    public ReadOnlyMemory<int> Hidden => _hidden.Memory;

    /// <summary>Rows of <see cref="Written"/> that are followed by those tokens; length M.</summary>
    public ReadOnlyMemory<int> HiddenAt => _hiddenAt.Memory;

    /// <summary>Lengths of the spans of the sequence that is being damaged.</summary>
    internal IntList Spans { get; } = new();

    /// <summary>Rows of the original in the order in which they are read, of the sequence that is being damaged.</summary>
    internal IntList Order { get; } = new();

    /// <summary>Rows of the sequence that is being damaged that were hidden so far, in any order.</summary>
    internal IntList Lost { get; } = new();

    internal void Clear()
    {
        Read.Clear();
        Written.Clear();
        _targets.Clear();
        _hidden.Clear();
        _hiddenAt.Clear();
    }

    /// <summary>The decoder begins a sequence.</summary>
    internal void BeginWriting(int classify) => Written.Append(classify);

    /// <summary>The decoder must write a token next.</summary>
    internal void Write(int id)
    {
        _targets.Add(id);
        Written.Append(id);
    }

    /// <summary>The decoder must write a token next that the reader does not see.</summary>
    internal void WriteHidden(int id, int row)
    {
        _hidden.Add(row);
        _hiddenAt.Add(Written.Tokens - 1);
        Write(id);
    }

    /// <summary>The decoder must write a last token; both sides of the sequence are complete.</summary>
    internal void End(int id)
    {
        _targets.Add(id);
        Written.EndSequence();
        Read.EndSequence();
    }
}
