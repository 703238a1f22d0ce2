using System.CommandLine;
using System.Globalization;
using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary><c>cocoon data leak</c>: does a corpus hold text of evaluation sets.</summary>
internal sealed class DataLeakCommand : Verb
{
    private const int OverlapsShown = 20, CharactersShown = 120;

    private readonly CorpusArguments _corpus;
    private readonly Option<string[]> _against = new("--against", "-a")
    {
        Description = "Files of evaluation sets: .json and .jsonl (every string counts), or lines with fields divided by tabulators; plain or .gz.", HelpName = "file", Required = true, AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<int> _words = new("--words")
    {
        Description = "How many words in a row count as the same text; shorter pieces of an evaluation set are not looked for. 13 is GPT-3's choice (arXiv:2005.14165, appendix C).", DefaultValueFactory = _ => LeakCheck.DefaultWords, HelpName = "n",
    };

    private readonly Option<string?> _report = new("--report") { Description = "Write every overlap to this file, tab-separated.", HelpName = "file" };
    private readonly Option<int> _threads = ThreadsOption();
    private readonly Option<bool> _json = JsonOption();

    public DataLeakCommand() : base("leak", "Search text for evaluation sets: what a model was trained on, it cannot be examined on. Runs of words are compared, without case and punctuation. Exit 0: nothing found; exit 3: the text holds some of it.",
    [
        "cocoon data leak --input corpus --against glue/RTE/dev.tsv squad/dev-v1.1.json",
        "cocoon data leak --input corpus --against test.jsonl --words 8 --report overlaps.tsv",
    ], "Take the documents out of the text, or those examples out of the evaluation.")
    {
        _corpus = new(this);
        _words.Validators.Add(r => { if (r.GetValueOrDefault<int>() is < 3 or > 100) r.AddError("--words: choose 3 to 100."); });
        Add(_against);
        Add(_words);
        Add(_report);
        Add(_threads);
        Add(_json);
        SetAction(Check);
    }

    private int Check(ParseResult arguments)
    {
        var console = ConsoleFor(arguments, _json);
        var corpus = _corpus.Open(arguments);
        var evaluation = new EvaluationRuns(arguments.GetRequiredValue(_against), arguments.GetValue(_words));
        var shown = new List<TextOverlap>();
        LeakSummary? summary = null;
        if (arguments.GetValue(_report) is { } path) DurableFile.Write(path, stream => summary = Search(new StreamWriter(stream)));
        else summary = Search(null);
        State(console, summary!, shown, evaluation.Words);
        return summary!.Overlaps == 0 ? ExitCode.Ok : ExitCode.BadInput;

        LeakSummary Search(StreamWriter? report) => ProgressLine.During(console, "searching", line =>
        {
            report?.Write("source\tline\tstart\tend\twords\tevaluation_file\tevaluation_line\ttext\n");
            var found = LeakCheck.Run(corpus, evaluation, overlap =>
            {
                if (shown.Count < OverlapsShown) shown.Add(overlap);
                report?.Write(string.Create(CultureInfo.InvariantCulture,
                    $"{overlap.Document.Source}\t{overlap.Document.Line}\t{overlap.Start}\t{overlap.End}\t{overlap.Words}\t{overlap.EvaluationFile}\t{overlap.EvaluationLine}\t{OneLine(overlap)}\n"));
            }, arguments.GetValue(_threads), line);
            report?.Flush();
            return found;
        });
    }

    private static void State(CommandConsole console, LeakSummary summary, List<TextOverlap> shown, int words)
    {
        console.Facts(new
        {
            summary.Documents, summary.OverlappingDocuments, summary.Overlaps, Words = words, summary.Sets,
            First = shown.Select(o => new { o.Document.Source, o.Document.Line, o.Start, o.End, o.Words, o.EvaluationFile, o.EvaluationLine, Text = OneLine(o) }),
        },
        [
            CommandConsole.Line($"{summary.OverlappingDocuments:N0} of {summary.Documents:N0} documents hold text of the evaluation sets, {summary.Overlaps:N0} stretches of {words} words or more."),
            .. summary.Sets.Select(set => CommandConsole.Line($"{set.Path}: {set.Found:N0} of {set.Pieces:N0} pieces with {words} words are touched.")),
            .. shown.Select(o => CommandConsole.Line($"{o.Document.Source}, line {o.Document.Line}: {o.Words} words of {o.EvaluationFile}, line {o.EvaluationLine}: {Shortened(OneLine(o))}")),
        ]);
        if (summary.Overlaps > shown.Count) console.Say($"The first {shown.Count} of {summary.Overlaps:N0} are shown; all of them: --report <file>");
    }

    private static string OneLine(TextOverlap overlap) =>
        string.Join(' ', overlap.Document.Text[overlap.Start..overlap.End].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Shortened(string text) => text.Length <= CharactersShown ? text
        : text[..(char.IsHighSurrogate(text[CharactersShown - 1]) ? CharactersShown - 1 : CharactersShown)] + "…";
}
