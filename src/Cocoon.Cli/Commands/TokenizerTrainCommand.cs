using System.CommandLine;
using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary><c>cocoon tokenizer train</c>: a vocabulary from text.</summary>
internal sealed class TokenizerTrainCommand : Verb
{
    private const string WordPiece = "wordpiece", Bpe = "bpe", ByteLevel = "byte-level-bpe", Unigram = "unigram", CountsName = "counting-in-progress";

    private readonly CorpusArguments _corpus;
    private readonly Option<string> _model = new("--model")
    {
        Description = "How words are cut: wordpiece (BERT's), byte-level-bpe (GPT-2's and RoBERTa's; nothing is ever unknown), bpe (characters, with bytes for rare ones), or unigram (SentencePiece's, as in T5, ALBERT, XLNet and XLM-R).",
        DefaultValueFactory = _ => WordPiece,
    };

    private readonly Option<int> _size = new("--vocab-size") { Description = "Number of tokens, with the five special ones; must equal the recipe's model.vocabularySize.", Required = true, HelpName = "n" };
    private readonly Option<string> _out = new("--out", "-o") { Description = "Folder to write: tokenizer_config.json, and tokenizer.json (WordPiece: vocab.txt, too) or, for unigram, spiece.model.", Required = true, HelpName = "folder" };
    private readonly Option<bool> _cased = new("--cased") { Description = "WordPiece: keep capitals and accents (the others always do)." };
    private readonly Option<long> _minFrequency = new("--min-frequency") { Description = "A pair that occurs fewer times is not merged; not for unigram.", DefaultValueFactory = _ => new WordPieceTrainerOptions().MinFrequency, HelpName = "n" };
    private readonly Option<int> _alphabet = new("--alphabet-limit") { Description = "Most frequent characters kept; words with others become [UNK], with bpe their bytes; not for unigram.", DefaultValueFactory = _ => new WordPieceTrainerOptions().AlphabetLimit, HelpName = "n" };
    private readonly Option<double> _coverage = new("--character-coverage") { Description = "Unigram: fraction of the text's characters that are in the vocabulary; rarer ones are unknown. 1 suits alphabets, 0.9995 Chinese and Japanese.", DefaultValueFactory = _ => new UnigramTrainerOptions().CharacterCoverage, HelpName = "rate" };
    private readonly Option<bool> _wholeSentences = new("--whole-sentences") { Description = "Unigram: pieces may go on after a space (SentencePiece without split_by_whitespace). Text without spaces, as Chinese, does not need it." };
    private readonly Option<bool> _json = JsonOption();

    public TokenizerTrainCommand() : base("train", "Train a vocabulary on your text. The same text and options give the same vocabulary; after a kill the same command goes on counting where it was.\nMemory stays bounded whatever the size of the text: about 2 GB for five million different words, beyond which the rarest are dropped; unigram takes about 0.2 GB more.",
    [
        "cocoon tokenizer train --input samples --vocab-size 4096 --out tokenizer",
        "cocoon tokenizer train --input wiki/*.jsonl.gz --vocab-size 32768 --cased --out tokenizer",
        "cocoon tokenizer train --input wiki/*.jsonl.gz --model byte-level-bpe --vocab-size 50265 --out tokenizer",
        "cocoon tokenizer train --input zhwiki/*.jsonl.gz --model unigram --vocab-size 32000 --out tokenizer",
    ], "cocoon data prepare --input samples --tokenizer tokenizer --out data")
    {
        _corpus = new(this);
        _model.AcceptOnlyFromAmong(WordPiece, Bpe, ByteLevel, Unigram);
        Add(_model);
        foreach (var option in new Option[] { _size, _out, _cased, _minFrequency, _alphabet, _coverage, _wholeSentences, _json }) Add(option);
        SetAction(Train);
    }

    private int Train(ParseResult arguments)
    {
        var console = ConsoleFor(arguments, _json);
        string folder = arguments.GetRequiredValue(_out), model = arguments.GetRequiredValue(_model);
        string counts = Path.Combine(folder, CountsName);
        if (!File.Exists(counts)) OutputFolder.RequireNew(folder, "Choose another folder, or delete this one first.");
        RequireFitting(arguments, model);
        var trainer = model == Unigram ? TrainerOf(UnigramOptions(arguments) with { CountsFile = counts }) : TrainerOf(MergeOptions(arguments, model) with { CountsFile = counts });
        var tokenizer = Train(console, _corpus.Open(arguments), trainer, folder);
        File.Delete(counts);
        console.Facts(new { Folder = folder, tokenizer.VocabularySize, tokenizer.Fingerprint },
            $"{folder}: {tokenizer.VocabularySize:N0} tokens, fingerprint {tokenizer.Fingerprint[..16]}");
        console.Say($"Next: cocoon data prepare --input <text> --tokenizer {folder} --out <folder>");
        return ExitCode.Ok;
    }

    /// <summary>Trains and saves, with progress shown.</summary>
    public static Tokenizer Train(CommandConsole console, TextCorpus corpus, TrainerOptions options, string folder) => Train(console, corpus, TrainerOf(options), folder);

    private static Tokenizer Train(CommandConsole console, TextCorpus corpus, Func<TextCorpus, ProgressLine, Tokenizer> trainer, string folder)
    {
        var tokenizer = ProgressLine.During(console, "tokenizer", line => trainer(corpus, line));
        tokenizer.Save(folder);
        return tokenizer;
    }

    private static Func<TextCorpus, ProgressLine, Tokenizer> TrainerOf(TrainerOptions options)
    {
        Require(options.Validate);
        return (corpus, line) => options switch
        {
            WordPieceTrainerOptions pieces => new WordPieceTrainer(pieces).Train(corpus, new MergeReports(line)),
            BpeTrainerOptions pairs => new BpeTrainer(pairs).Train(corpus, new MergeReports(line)),
            _ => throw new NotSupportedException($"Nothing trains with {options.GetType().Name}."),
        };
    }

    private static Func<TextCorpus, ProgressLine, Tokenizer> TrainerOf(UnigramTrainerOptions options)
    {
        Require(options.Validate);
        return (corpus, line) => new UnigramTrainer(options).Train(corpus, new UnigramReports(line));
    }

    private TrainerOptions MergeOptions(ParseResult arguments, string model)
    {
        TrainerOptions options = model == WordPiece ? new WordPieceTrainerOptions { Text = new() { Lowercase = !arguments.GetValue(_cased) } } : new BpeTrainerOptions { Bytes = model == ByteLevel };
        return options with
        {
            VocabularySize = arguments.GetRequiredValue(_size),
            MinFrequency = arguments.GetValue(_minFrequency),
            AlphabetLimit = arguments.GetValue(_alphabet),
        };
    }

    private UnigramTrainerOptions UnigramOptions(ParseResult arguments) => new() { VocabularySize = arguments.GetRequiredValue(_size), CharacterCoverage = arguments.GetValue(_coverage), PiecesCrossSpaces = arguments.GetValue(_wholeSentences) };

    private void RequireFitting(ParseResult arguments, string model)
    {
        if (model != WordPiece && IsGiven(_cased)) throw new UsageException($"--cased is for WordPiece; {model} always keeps capitals and accents. Leave it out.");
        foreach (var option in model == Unigram ? new Option[] { _minFrequency, _alphabet } : [_coverage, _wholeSentences])
            if (IsGiven(option)) throw new UsageException($"{option.Name} is not for {model}. Leave it out.");

        bool IsGiven(Option option) => arguments.GetResult(option) is { Implicit: false };
    }

    private static void Require(Action validate)
    {
        try
        {
            validate();
        }
        catch (ArgumentException e)
        {
            throw new UsageException(CorpusArguments.Translate(e.Message));
        }
    }

    private sealed class MergeReports(ProgressLine line) : IProgress<TrainerProgress>
    {
        // Reading takes most of the time; merging is the last tenth of the bar.
        public void Report(TrainerProgress value) => line.Show(
            0.9 * value.BytesRead / Math.Max(1, value.TotalBytes) + 0.1 * value.Tokens / value.VocabularySize, 1,
            value.Tokens == 0 ? $"{value.DistinctWords:N0} different words" : $"{value.Tokens:N0} tokens");
    }

    private sealed class UnigramReports(ProgressLine line) : IProgress<UnigramTrainerProgress>
    {
        private int _most;   // pieces after the first round

        // Reading is the first half of the bar; each round takes away the same fraction of the pieces.
        public void Report(UnigramTrainerProgress value)
        {
            _most = Math.Max(_most, value.Pieces);
            double pruned = value.Pieces <= value.VocabularySize ? 1 : Math.Log((double)_most / value.Pieces) / Math.Log((double)_most / value.VocabularySize);
            line.Show(0.5 * value.BytesRead / Math.Max(1, value.TotalBytes) + (value.Pieces == 0 ? 0 : 0.5 * pruned), 1,
                value.Pieces == 0 ? $"{value.DistinctWords:N0} different words" : $"{value.Pieces:N0} pieces, {value.NatsPerWord:0.00} nats a word");
        }
    }
}
