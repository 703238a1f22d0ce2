namespace Cocoon.Text;

/// <summary>Trains a WordPiece vocabulary on a corpus, as the Hugging Face library's WordPieceTrainer does.</summary>
/// <remarks>
/// The library builds "WordPiece" vocabularies with byte pair encoding on counted words (not with the likelihood of Schuster and Nakajima 2012);
/// so here, with the same ties. Deviations: characters that continue words are numbered in code point order, where the library's order changes
/// from run to run; words longer than <see cref="TrainerOptions.MaxWordLength"/> are not counted; no token is longer than 256 characters;
/// counts have 64 bits, not 32; a size that cannot be met is refused.
/// The result is a function of the corpus and the options. One thread reads while another counts.
/// </remarks>
/// <param name="options">Sizes and limits; the defaults if null.</param>
public sealed class WordPieceTrainer(WordPieceTrainerOptions? options = null)
{
    private readonly WordPieceTrainerOptions _options = options ?? new WordPieceTrainerOptions();

    /// <summary>Counts the words of the corpus and grows the vocabulary.</summary>
    /// <param name="corpus">The text.</param>
    /// <param name="progress">Told about every mebibyte read, from the reading thread, and every 256 tokens.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>A tokenizer of exactly the size asked for, beginning with [PAD] [UNK] [CLS] [SEP] [MASK].</returns>
    /// <exception cref="CorpusException">The corpus cannot be read, or the vocabulary size is too small for its alphabet or too large for its text;
    /// the message says which sizes are possible.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public WordPieceTokenizer Train(TextCorpus corpus, IProgress<TrainerProgress>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        _options.Validate();
        var training = new MergeTraining(_options, corpus, progress, ct);
        var counts = training.Count(new WordCounter(CharacterActions.Of(_options.Text), _options.MaxWordLength, _options.MaxDistinctWords));
        var merger = training.Grow(counts, Alphabet.InitialTokens(counts, _options.AlphabetLimit), Spelling.WordPiece);
        return new WordPieceTokenizer(merger.Tokens, _options.Text);
    }
}
