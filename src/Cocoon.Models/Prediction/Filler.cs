using Cocoon.Kernels;
using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Models;

/// <summary>Fills masked positions of a text: a masked language model, used as it was trained. Of COCO-LM and ELECTRA it is the auxiliary model.</summary>
/// <remarks>
/// Devlin et al. 2018, arXiv:1810.04805, §3.1. Every mask is one token, guessed on its own from all that is not masked; several masks do not know of each
/// other's guesses. Special tokens are never proposed, but their probability is not given to others. Same text, same answer. Not for several threads at once.
/// </remarks>
public sealed class Filler : IDisposable
{
    private const int RowsOfLogits = 128;

    private readonly IKernels _kernels;
    private readonly IMaskedLanguageModel _model;
    private readonly Tokenizer _tokenizer;
    private readonly WordRanking _ranking;
    private readonly int _maxLength, _proposals;
    private readonly Arena _arena = new(), _logits = new();
    private readonly TokenBatch _batch = new();

    /// <param name="kernels">What computes; not disposed with the filler.</param>
    /// <param name="network">A trained model.</param>
    /// <param name="tokenizer">The one that it was trained with.</param>
    /// <param name="proposals">How many words each mask gets, at least 0.</param>
    /// <exception cref="ArgumentException">The model cannot guess masked words, or belongs to another tokenizer.</exception>
    public Filler(IKernels kernels, IFillingNetwork network, Tokenizer tokenizer, int proposals)
    {
        _model = network.Filling ?? throw new ArgumentException("This model was trained without guessing masked words; it cannot fill them in.", nameof(network));
        network.Main.Options.RequireFits(tokenizer);
        (_kernels, _tokenizer, _ranking, _maxLength, _proposals) = (kernels, tokenizer, new(tokenizer), network.Main.Options.MaxLength, proposals);
    }

    /// <summary>What could stand at the masks of a text, in its order.</summary>
    /// <param name="text">Any text of any length, in which the tokenizer's mask token stands; what is longer than the model's sequences is read in overlapping windows.</param>
    public IReadOnlyList<Blank> Fill(string text)
    {
        var windows = new TextWindows(text, _tokenizer, _maxLength, parseSpecial: true);
        var blanks = new List<Blank>();
        foreach (var read in windows.Batches(_batch, _tokenizer.Special, window => Masks(windows, window).Any())) AddBlanks(windows, read, blanks);
        return blanks;
    }

    /// <summary>Frees the memory of the passes.</summary>
    public void Dispose()
    {
        _arena.Dispose();
        _logits.Dispose();
    }

    /// <summary>The masked pieces that a window answers.</summary>
    private IEnumerable<int> Masks(TextWindows windows, TextWindows.Window window)
    {
        for (int word = window.Words.Start.Value; word < window.Words.End.Value; word++)
        {
            var pieces = windows.Pieces(window, word);
            for (int piece = pieces.Start.Value; piece < pieces.End.Value; piece++)
                if (windows.Ids[piece] == _tokenizer.Special.Mask) yield return piece;
        }
    }

    private void AddBlanks(TextWindows windows, IReadOnlyList<TextWindows.Window> read, List<Blank> blanks)
    {
        int[] starts = _batch.Starts.ToArray();
        var masks = read.SelectMany((window, s) => Masks(windows, window).Select(piece => (Piece: piece, Row: starts[s] + window.RowOf(piece)))).ToList();
        _arena.Reset();
        var states = _model.States(new Tape(_kernels, _arena, default, training: false), _batch, masks.Select(m => m.Row).ToArray()); // [M, H]
        foreach (int[] chunk in Enumerable.Range(0, masks.Count).Chunk(RowsOfLogits))   // logits are many: their memory is used again chunk by chunk
        {
            _logits.Reset();
            var tape = new Tape(_kernels, _logits, default, training: false);
            var logits = _model.Guess(tape, tape.GatherRows(states, chunk));                                                         // [m, V]
            for (int i = 0; i < chunk.Length; i++) blanks.Add(BlankAt(windows.SpanOf(masks[chunk[i]].Piece..(masks[chunk[i]].Piece + 1)), logits.Row(i)));
        }
    }

    private Blank BlankAt(TokenSpan span, ReadOnlySpan<float> logits)
    {
        var proposals = new List<Proposal>(_proposals);
        foreach (var (id, probability) in _ranking.Best(logits, _proposals)) proposals.Add(new(_tokenizer.Decode([id]).Trim(), probability));
        return new(span.Start, span.End - span.Start, proposals);
    }
}
