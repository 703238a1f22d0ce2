using System.CommandLine;
using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary><c>cocoon data dedup</c>: a corpus without what it holds twice.</summary>
internal sealed class DataDedupCommand : Verb
{
    private readonly CorpusArguments _corpus;
    private readonly Option<string> _out = new("--out", "-o") { Description = $"Folder to write: {Deduplication.CorpusName} and {Deduplication.ReportName}, which says what was dropped and for which document.", Required = true, HelpName = "folder" };
    private readonly Option<double> _threshold = new("--threshold")
    {
        Description = "Drop documents that are at least this similar to a kept one: common runs of five words divided by all, estimated with a standard error of 0.025 at 0.8. From 0.7 to 1. Of the pairs at 0.8, 0.04 % are not compared; at 0.7, 2.5 %.",
        DefaultValueFactory = _ => new DeduplicationOptions().Threshold, HelpName = "similarity",
    };

    private readonly Option<int> _threads = ThreadsOption();
    private readonly Option<bool> _json = JsonOption();

    public DataDedupCommand() : base("dedup", "Write text again without its duplicates: documents with the same words as an earlier one (case, punctuation and layout do not count), and similar ones, found by MinHash. Memory: at most 0.5 KB for a document that is kept.",
    [
        "cocoon data dedup --input corpus --out corpus-once",
        "cocoon data dedup --input corpus --threshold 0.9 --out corpus-once --json",
    ], "cocoon data prepare --input corpus-once --tokenizer tokenizer --out data")
    {
        _corpus = new(this);
        _threshold.Validators.Add(r => { if (r.GetValueOrDefault<double>() is not (>= DeduplicationOptions.LowestThreshold and <= 1)) r.AddError($"--threshold: choose {DeduplicationOptions.LowestThreshold} to 1."); });
        Add(_out);
        Add(_threshold);
        Add(_threads);
        Add(_json);
        SetAction(Deduplicate);
    }

    private int Deduplicate(ParseResult arguments)
    {
        var console = ConsoleFor(arguments, _json);
        string folder = arguments.GetRequiredValue(_out);
        OutputFolder.RequireNew(folder, "Choose another folder, or delete this one first.");
        var corpus = _corpus.Open(arguments);
        var summary = ProgressLine.During(console, "dedup", line =>
            Deduplication.Run(corpus, folder, new() { Threshold = arguments.GetValue(_threshold), Threads = arguments.GetValue(_threads) }, line));
        console.Facts(new { Folder = folder, summary.Documents, summary.Kept, summary.Same, summary.Similar, summary.Bytes, Threshold = arguments.GetValue(_threshold) },
            $"{folder}: {summary.Kept:N0} of {summary.Documents:N0} documents kept, {CommandConsole.Bytes(summary.Bytes)}; {summary.Same:N0} dropped with the same words as an earlier one, {summary.Similar:N0} similar to one.");
        console.Say($"Which, and for which documents: {Path.Combine(folder, Deduplication.ReportName)}");
        return ExitCode.Ok;
    }
}
