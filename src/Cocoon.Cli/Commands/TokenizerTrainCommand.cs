using System.CommandLine;
using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary><c>cocoon tokenizer train</c>: a vocabulary from text.</summary>
internal sealed class TokenizerTrainCommand : Verb
{
    private const string WordPiece = "wordpiece", Bpe = "bpe", ByteLevel = "byte-level-bpe";

    private readonly CorpusArguments _corpus;
    private readonly Option<string> _model = new("--model")
    {
        Description = "How words are cut: wordpiece (BERT's), byte-level-bpe (GPT-2's and RoBERTa's; nothing is ever unknown), or bpe (characters, with bytes for rare ones).",
        DefaultValueFactory = _ => WordPiece,
    };

    private readonly Option<int> _size = new("--vocab-size") { Description = "Number of tokens, with the five special ones; must equal the recipe's model.vocabularySize.", Required = true, HelpName = "n" };
    private readonly Option<string> _out = new("--out", "-o") { Description = "Folder to write: tokenizer.json, tokenizer_config.json, and vocab.txt for WordPiece.", Required = true, HelpName = "folder" };
    private readonly Option<bool> _cased = new("--cased") { Description = "WordPiece: keep capitals and accents (the others always do)." };
    private readonly Option<long> _minFrequency = new("--min-frequency") { Description = "A pair that occurs fewer times is not merged.", DefaultValueFactory = _ => new WordPieceTrainerOptions().MinFrequency, HelpName = "n" };
    private readonly Option<int> _alphabet = new("--alphabet-limit") { Description = "Most frequent characters kept; words with others become [UNK], with bpe their bytes.", DefaultValueFactory = _ => new WordPieceTrainerOptions().AlphabetLimit, HelpName = "n" };
    private readonly Option<bool> _json = JsonOption();

    public TokenizerTrainCommand() : base("train", "Train a vocabulary on your text. The same text and options give the same vocabulary.",
    [
        "cocoon tokenizer train --input samples --vocab-size 4096 --out tokenizer",
        "cocoon tokenizer train --input wiki/*.jsonl.gz --vocab-size 32768 --cased --out tokenizer",
        "cocoon tokenizer train --input wiki/*.jsonl.gz --model byte-level-bpe --vocab-size 50265 --out tokenizer",
    ], "cocoon data prepare --input samples --tokenizer tokenizer --out data")
    {
        _corpus = new(this);
        _model.AcceptOnlyFromAmong(WordPiece, Bpe, ByteLevel);
        Add(_model);
        Add(_size);
        Add(_out);
        Add(_cased);
        Add(_minFrequency);
        Add(_alphabet);
        Add(_json);
        SetAction(Train);
    }

    private int Train(ParseResult arguments)
    {
        var console = ConsoleFor(arguments, _json);
        string folder = arguments.GetRequiredValue(_out);
        OutputFolder.RequireNew(folder, "Choose another folder, or delete this one first.");
        var options = OptionsOf(arguments);
        Require(options);
        var tokenizer = Train(console, _corpus.Open(arguments), options, folder);
        console.Facts(new { Folder = folder, tokenizer.VocabularySize, tokenizer.Fingerprint },
            $"{folder}: {tokenizer.VocabularySize:N0} tokens, fingerprint {tokenizer.Fingerprint[..16]}");
        console.Say($"Next: cocoon data prepare --input <text> --tokenizer {folder} --out <folder>");
        return ExitCode.Ok;
    }

    /// <summary>Trains and saves, with progress shown.</summary>
    public static Tokenizer Train(CommandConsole console, TextCorpus corpus, TrainerOptions options, string folder)
    {
        var tokenizer = ProgressLine.During(console, "tokenizer", line => options switch
        {
            WordPieceTrainerOptions pieces => new WordPieceTrainer(pieces).Train(corpus, new Reports(line)),
            BpeTrainerOptions pairs => new BpeTrainer(pairs).Train(corpus, new Reports(line)),
            _ => throw new NotSupportedException($"Nothing trains with {options.GetType().Name}."),
        });
        tokenizer.Save(folder);
        return tokenizer;
    }

    private TrainerOptions OptionsOf(ParseResult arguments)
    {
        string model = arguments.GetRequiredValue(_model);
        if (model != WordPiece && arguments.GetValue(_cased)) throw new UsageException($"--cased is for WordPiece; {model} always keeps capitals and accents. Leave it out.");
        TrainerOptions options = model == WordPiece ? new WordPieceTrainerOptions { Text = new() { Lowercase = !arguments.GetValue(_cased) } } : new BpeTrainerOptions { Bytes = model == ByteLevel };
        return options with
        {
            VocabularySize = arguments.GetRequiredValue(_size),
            MinFrequency = arguments.GetValue(_minFrequency),
            AlphabetLimit = arguments.GetValue(_alphabet),
        };
    }

    private static void Require(TrainerOptions options)
    {
        try
        {
            options.Validate();
        }
        catch (ArgumentException e)
        {
            throw new UsageException(CorpusArguments.Translate(e.Message));
        }
    }

    private sealed class Reports(ProgressLine line) : IProgress<TrainerProgress>
    {
        // Reading takes most of the time; merging is the last tenth of the bar.
        public void Report(TrainerProgress value) => line.Show(
            0.9 * value.BytesRead / Math.Max(1, value.TotalBytes) + 0.1 * value.Tokens / value.VocabularySize, 1,
            value.Tokens == 0 ? $"{value.DistinctWords:N0} different words" : $"{value.Tokens:N0} tokens");
    }
}
