using System.CommandLine;
using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary><c>cocoon data prepare</c>: text to checksummed shards.</summary>
internal sealed class DataPrepareCommand : Verb
{
    private readonly CorpusArguments _corpus;
    private readonly Option<string> _tokenizer = new("--tokenizer", "-t") { Description = "Folder of the tokenizer, or its tokenizer.json or vocab.txt.", Required = true, HelpName = "path" };
    private readonly Option<string> _out = new("--out", "-o") { Description = "Folder to write; new, empty, or an unfinished preparation, which starts over.", Required = true, HelpName = "folder" };
    private readonly Option<int> _tokensPerShard = new("--tokens-per-shard") { Description = "A shard is closed at the end of the document that brings it to this many tokens.", DefaultValueFactory = _ => new PreparationOptions().TokensPerShard, HelpName = "n" };
    private readonly Option<int> _threads = ThreadsOption();
    private readonly Option<bool> _json = JsonOption();

    public DataPrepareCommand() : base("prepare", "Turn text into checksummed shards of token ids, and put the tokenizer beside them. The same text and tokenizer give the same bytes on any number of threads.",
    [
        "cocoon data prepare --input samples --tokenizer tokenizer --out data",
        "cocoon data prepare --input wiki/part-11.jsonl.gz --tokenizer tokenizer --out data-eval  # held out: never trained on",
    ], "cocoon pretrain recipes/pretrain/coco-lm-mini.json --data data --eval-data data-eval --run runs/first")
    {
        _corpus = new(this);
        _tokensPerShard.Validators.Add(r => { if (r.GetValueOrDefault<int>() < 1) r.AddError("--tokens-per-shard: choose 1 or more."); });
        Add(_tokenizer);
        Add(_out);
        Add(_tokensPerShard);
        Add(_threads);
        Add(_json);
        SetAction(Prepare);
    }

    private int Prepare(ParseResult arguments)
    {
        var console = ConsoleFor(arguments, _json);
        string folder = arguments.GetRequiredValue(_out);
        if (!File.Exists(Path.Combine(folder, "preparation-in-progress"))) OutputFolder.RequireNew(folder, "Choose another folder, or delete this one first.");
        var tokenizer = WordPieceTokenizer.Load(arguments.GetRequiredValue(_tokenizer));
        var summary = Prepare(console, _corpus.Open(arguments), tokenizer, folder,
            new() { TokensPerShard = arguments.GetValue(_tokensPerShard), Threads = arguments.GetValue(_threads) });
        var manifest = summary.Manifest;
        console.Facts(new
        {
            Folder = folder, manifest.Documents, manifest.Tokens, Shards = manifest.Shards.Count, summary.EmptyDocuments, summary.UnknownRate, summary.BytesRead, summary.ElapsedSeconds, manifest.Tokenizer,
        },
            $"{folder}: {manifest.Documents:N0} documents, {manifest.Tokens:N0} tokens in {manifest.Shards.Count:N0} shards; unknown words {summary.UnknownRate:P2}; {summary.BytesRead / 1e6:N1} MB in {summary.ElapsedSeconds:0.0} s.");
        if (summary.EmptyDocuments > 0) console.Say($"{summary.EmptyDocuments:N0} documents had no token and were left out.");
        if (summary.UnknownRate > 0.01) console.Say("More than one word in a hundred is unknown to this tokenizer: it may not fit this text.");
        console.Say($"Next: cocoon pretrain <recipe> --data {folder} --run runs/<name>");
        return ExitCode.Ok;
    }

    /// <summary>Prepares with progress shown, and puts the tokenizer beside the shards.</summary>
    public static PreparationSummary Prepare(CommandConsole console, TextCorpus corpus, WordPieceTokenizer tokenizer, string folder, PreparationOptions options)
    {
        var summary = ProgressLine.During(console, "shards", line => DataPreparation.Run(corpus, tokenizer, folder, options, new Reports(line)));
        tokenizer.Save(Path.Combine(folder, PreparedData.TokenizerFolder));
        return summary;
    }

    private sealed class Reports(ProgressLine line) : IProgress<PreparationProgress>
    {
        public void Report(PreparationProgress value) => line.Show(value.BytesRead, value.TotalBytes, $"{value.Tokens:N0} tokens, {value.MegabytesPerSecond:0.0} MB/s");
    }
}
