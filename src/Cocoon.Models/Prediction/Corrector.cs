using Cocoon.Kernels;
using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Models;

/// <summary>Finds words that do not belong where they stand, and proposes others: COCO-LM's main model, used as it was trained. ELECTRA's only finds.</summary>
/// <remarks>
/// Meng et al. 2021, arXiv:2102.08473, §3.2: the copy head tells whether a token is the original one, the language head which one was.
/// A word of several pieces is as doubtful as its most doubtful piece, and its proposals exchange that piece for others of its kind (starting or
/// continuing a word): the model was trained to replace tokens one for one. Where the tokenizer ignores case, a proposal takes that of the word.
/// Same text, same answer. Not for several threads at once.
/// </remarks>
public sealed class Corrector : IDisposable
{
    private const int RowsOfLogits = 128;

    private readonly IKernels _kernels;
    private readonly ICorrectingNetwork _model;
    private readonly IHead _decision;
    private readonly Tokenizer _tokenizer;
    private readonly CorrectorOptions _options;
    private readonly WordRanking _ranking;
    private readonly Arena _arena = new(), _logits = new();
    private readonly TokenBatch _batch = new();

    /// <param name="kernels">What computes; not disposed with the corrector.</param>
    /// <param name="model">A trained model. Without a language head it proposes nothing.</param>
    /// <param name="tokenizer">The one that it was trained with.</param>
    /// <param name="options">What is reported.</param>
    /// <exception cref="ArgumentException">The model cannot correct, or belongs to another tokenizer.</exception>
    public Corrector(IKernels kernels, ICorrectingNetwork model, Tokenizer tokenizer, CorrectorOptions? options = null)
    {
        _decision = model.Decision ?? throw new ArgumentException("This model was trained without deciding which tokens are original; it cannot correct text.", nameof(model));
        model.Main.Options.RequireFits(tokenizer);
        (_kernels, _model, _tokenizer, _options, _ranking) = (kernels, model, tokenizer, options ?? new(), new(tokenizer));
    }

    /// <summary>The doubtful words of a text, in its order.</summary>
    /// <param name="text">Any text of any length; what is longer than the model's sequences is read in overlapping windows.</param>
    public IReadOnlyList<Correction> Correct(string text)
    {
        var windows = new TextWindows(text, _tokenizer, _model.Main.Options.MaxLength);
        var corrections = new List<Correction>();
        foreach (var read in windows.Batches(_batch, _tokenizer.Special)) AddCorrections(text, windows, read, corrections);
        return corrections;
    }

    /// <summary>The text with each correction's best proposal in its place.</summary>
    /// <param name="text">The text that was corrected.</param>
    /// <param name="corrections">What was found, in the order of the text.</param>
    public static string Apply(string text, IEnumerable<Correction> corrections)
    {
        var result = new System.Text.StringBuilder();
        int copied = 0;
        foreach (var correction in corrections)
        {
            if (correction.Proposals.Count == 0) continue;
            result.Append(text, copied, correction.Offset - copied).Append(correction.Proposals[0].Word);
            copied = correction.Offset + correction.Length;
        }
        return result.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>Frees the memory of the passes.</summary>
    public void Dispose()
    {
        _arena.Dispose();
        _logits.Dispose();
    }

    private void AddCorrections(string text, TextWindows windows, IReadOnlyList<TextWindows.Window> read, List<Correction> corrections)
    {
        _arena.Reset();
        var tape = new Tape(_kernels, _arena, default, training: false);
        var hidden = _model.Main.Forward(tape, _batch);                                     // [N, H]
        var gate = _decision.Forward(tape, hidden);                                        // [N, 1]
        var doubts = Doubts(windows, read, gate.Values);
        if (_model.Language is not { } language)
        {
            corrections.AddRange(doubts.Select(d => Correct(text, windows, d, [])));
            return;
        }
        foreach (var chunk in doubts.Chunk(RowsOfLogits))   // logits are many: their memory is used again chunk by chunk
        {
            _logits.Reset();
            tape = new Tape(_kernels, _logits, default, training: false);
            var logits = language.Forward(tape, tape.GatherRows(hidden, chunk.Select(d => d.Row).ToArray())); // [M, V]
            for (int i = 0; i < chunk.Length; i++) corrections.Add(Correct(text, windows, chunk[i], logits.Row(i)));
        }
    }

    /// <summary>The words answered in this batch that are doubtful enough.</summary>
    private List<Doubt> Doubts(TextWindows windows, IReadOnlyList<TextWindows.Window> read, ReadOnlySpan<float> gate)
    {
        var doubts = new List<Doubt>();
        for (int s = 0; s < read.Count; s++)
        {
            var window = read[s];
            for (int word = window.Words.Start.Value; word < window.Words.End.Value; word++)
            {
                var pieces = windows.Pieces(window, word);
                var worst = new Doubt(word, 0, 0, double.NegativeInfinity);
                for (int piece = pieces.Start.Value; piece < pieces.End.Value; piece++)
                {
                    int row = _batch.Starts.Span[s] + window.RowOf(piece);
                    double wrong = 1 / (1 + Math.Exp(gate[row]));
                    if (wrong > worst.Wrong) worst = new(word, piece, row, wrong);
                }
                if (worst.Wrong >= _options.Threshold) doubts.Add(worst);
            }
        }
        return doubts;
    }

    private Correction Correct(string text, TextWindows windows, Doubt doubt, ReadOnlySpan<float> logits)
    {
        var pieces = windows.Words[doubt.Word];
        var span = windows.SpanOf(pieces);
        string word = text[span.Start..span.End];
        int[] ids = windows.Ids[pieces].ToArray();
        int place = doubt.Piece - pieces.Start.Value, current = ids[place];
        var proposals = new List<Proposal>(_options.Proposals);
        foreach (var (id, probability) in _ranking.Best(logits, _options.Proposals, except: current, continues: place > 0))
        {
            ids[place] = id;
            proposals.Add(new(LetterCase.Like(word, _tokenizer.Decode(ids).Trim(), _tokenizer.IgnoresCase), doubt.Wrong * probability));
        }
        return new(span.Start, span.End - span.Start, word, doubt.Wrong, proposals);
    }

    /// <summary>The most doubtful piece of a word: its place in the text's pieces, its row in the batch, and 1 − p_copy.</summary>
    private readonly record struct Doubt(int Word, int Piece, int Row, double Wrong);
}
