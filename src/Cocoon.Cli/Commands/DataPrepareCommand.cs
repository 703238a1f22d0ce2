using System.CommandLine;
using System.Globalization;
using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary><c>cocoon data prepare</c>: text to checksummed shards.</summary>
internal sealed class DataPrepareCommand : Verb
{
    private const string HeldOutSuffix = "-held-out";

    private readonly CorpusArguments _corpus;
    private readonly MixtureArguments _mixture;
    private readonly Option<string> _tokenizer = new("--tokenizer", "-t") { Description = "Folder of the tokenizer, or one of its files (cocoon tokenizer inspect --help).", Required = true, HelpName = "path" };
    private readonly Option<string> _out = new("--out", "-o") { Description = "Folder to write; new, empty, or an unfinished preparation with the same options, which goes on.", Required = true, HelpName = "folder" };
    private readonly Option<string?> _holdOut = new("--hold-out") { Description = "Part of the documents to keep out of training, for example 1%; they go to the folder of --out with '-held-out' after its name. Equal texts are never divided, and a document's fate depends on its text alone.", HelpName = "part" };
    private readonly Option<int> _tokensPerShard = new("--tokens-per-shard") { Description = "A shard is closed at the end of the document that brings it to this many tokens.", DefaultValueFactory = _ => new PreparationOptions().TokensPerShard, HelpName = "n" };
    private readonly Option<int> _threads = ThreadsOption();
    private readonly Option<bool> _json = JsonOption();

    public DataPrepareCommand() : base("prepare", "Turn text into checksummed shards of token ids, record where each document comes from, and put the tokenizer beside them. The same text and options give the same bytes on any number of threads, also after a kill: run the same command again.",
    [
        "cocoon data prepare --input samples --tokenizer tokenizer --out data",
        "cocoon data prepare --input corpus --tokenizer tokenizer --out data --hold-out 1%  # also writes data-held-out",
        "cocoon data prepare --input web --input books --weight books=3 --tokenizer tokenizer --out data  # every book three times",
    ], "cocoon pretrain recipes/pretrain/coco-lm-mini.json --data data --eval-data data-held-out --run runs/first")
    {
        _corpus = new(this);
        _mixture = new(this, _corpus);
        _tokensPerShard.Validators.Add(r => { if (r.GetValueOrDefault<int>() < 1) r.AddError("--tokens-per-shard: choose 1 or more."); });
        Add(_tokenizer);
        Add(_out);
        Add(_holdOut);
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
        double holdOut = HoldOut(arguments.GetValue(_holdOut));
        var tokenizer = Tokenizer.Load(arguments.GetRequiredValue(_tokenizer));
        var summary = Prepare(console, _mixture.Open(arguments), tokenizer, folder, new()
        {
            TokensPerShard = arguments.GetValue(_tokensPerShard), Threads = arguments.GetValue(_threads),
            HoldOut = holdOut, HeldOutFolder = holdOut > 0 ? HeldOutFolder(folder) : null,
        });
        State(console, folder, summary);
        return ExitCode.Ok;
    }

    /// <summary>Prepares one corpus with progress shown.</summary>
    public static PreparationSummary Prepare(CommandConsole console, TextCorpus corpus, Tokenizer tokenizer, string folder, PreparationOptions options) =>
        Prepare(console, new CorpusMixture([new(corpus)]), tokenizer, folder, options);

    private static PreparationSummary Prepare(CommandConsole console, CorpusMixture mixture, Tokenizer tokenizer, string folder, PreparationOptions options)
    {
        return ProgressLine.During(console, "shards", line => DataPreparation.Run(mixture, tokenizer, folder, options, new Reports(line)));
    }

    private static void State(CommandConsole console, string folder, PreparationSummary summary)
    {
        var (manifest, heldOut) = (summary.Manifest, summary.HeldOut);
        string heldOutFolder = HeldOutFolder(folder);
        console.Facts(new
        {
            Folder = folder, manifest.Documents, manifest.Tokens, Shards = manifest.Shards.Count,
            HeldOut = heldOut is null ? null : new { Folder = heldOutFolder, heldOut.Documents, heldOut.Tokens, Shards = heldOut.Shards.Count },
            summary.EmptyDocuments, summary.UnknownRate, summary.ResumedShards, summary.TextBytes, summary.ElapsedSeconds, manifest.Tokenizer,
        },
        [
            CommandConsole.Line($"{folder}: {manifest.Documents:N0} documents, {manifest.Tokens:N0} tokens in {manifest.Shards.Count:N0} shards; unknown words {summary.UnknownRate:P2}; {summary.TextBytes / 1e6:N1} MB of text in {summary.ElapsedSeconds:0.0} s."),
            .. heldOut is null ? [] : new[] { CommandConsole.Line($"{heldOutFolder}: {heldOut.Documents:N0} documents held out, {heldOut.Tokens:N0} tokens.") },
        ]);
        if (summary.ResumedShards > 0) console.Say($"{summary.ResumedShards:N0} shards were finished before and stayed.");
        if (summary.EmptyDocuments > 0) console.Say($"{summary.EmptyDocuments:N0} documents had no token and were left out.");
        if (summary.UnknownRate > 0.01) console.Say("More than one word in a hundred is unknown to this tokenizer: it may not fit this text.");
        console.Say($"Next: cocoon pretrain <recipe> --data {folder}{(heldOut is null ? "" : $" --eval-data {heldOutFolder}")} --run runs/<name>");
    }

    private static string HeldOutFolder(string folder) => Path.TrimEndingDirectorySeparator(folder) + HeldOutSuffix;

    private static double HoldOut(string? text)
    {
        if (text is null) return 0;
        bool percent = text.EndsWith('%');
        bool read = double.TryParse(percent ? text.AsSpan(..^1) : text, NumberStyles.Float, CultureInfo.InvariantCulture, out double part);
        part /= percent ? 100 : 1;
        return read && part is > 0 and <= 0.5 ? part : throw new UsageException($"--hold-out {text}: give a part above 0 and at most a half, for example 1% or 0.01.");
    }

    private sealed class Reports(ProgressLine line) : IProgress<PreparationProgress>
    {
        public void Report(PreparationProgress value) => line.Show(value.BytesRead, value.TotalBytes,
            value.Documents == 0 ? "counting documents" : $"{value.Tokens:N0} tokens, {value.MegabytesPerSecond:0.0} MB/s of text");
    }
}
