using System.CommandLine;
using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary><c>cocoon data stats</c>: a health report on text or on shards.</summary>
internal sealed class DataStatsCommand : Verb
{
    private readonly Argument<string?> _folder = new("folder") { Description = "A folder of shards; or give --input and --tokenizer to examine text.", Arity = ArgumentArity.ZeroOrOne };
    private readonly CorpusArguments _corpus;
    private readonly Option<string> _tokenizer = new("--tokenizer", "-t") { Description = "With --input: folder of the tokenizer.", HelpName = "path" };
    private readonly Option<bool> _json = JsonOption();

    public DataStatsCommand() : base("stats", "Describe shards (lengths, unknown words, unigram entropy), or text before it is prepared (also duplicates, repeated lines, scripts, languages, damaged characters).",
    [
        "cocoon data stats data",
        "cocoon data stats --input corpus --tokenizer tokenizer --json",
    ], "A model has learned something once its language loss is below the unigram entropy.")
    {
        Add(_folder);
        _corpus = new(this, required: false);
        Add(_tokenizer);
        Add(_json);
        SetAction(Describe);
    }

    private int Describe(ParseResult arguments)
    {
        var console = ConsoleFor(arguments, _json);
        string? folder = arguments.GetValue(_folder);
        if (folder is null == !_corpus.AreGiven(arguments)) throw new UsageException("Give either a folder of shards, or text with --input. See: cocoon data stats --help");
        return folder is null ? DescribeText(console, arguments) : DescribeShards(console, folder);
    }

    private static int DescribeShards(CommandConsole console, string folder)
    {
        using var data = PreparedData.Open(folder);
        var statistics = TokenStatistics.Of(data.Shards, data.Tokenizer.Special);
        console.Facts(statistics, [CommandConsole.Columns(Rows(statistics))]);
        return ExitCode.Ok;
    }

    private int DescribeText(CommandConsole console, ParseResult arguments)
    {
        if (arguments.GetValue(_tokenizer) is not { } path) throw new UsageException("--input needs --tokenizer: lengths are counted in tokens. Train one with cocoon tokenizer train.");
        var tokenizer = Tokenizer.Load(path);
        var corpus = _corpus.Open(arguments);
        var statistics = ProgressLine.During(console, "reading", line => CorpusStatistics.Of(corpus, tokenizer, line));
        console.Facts(statistics, [CommandConsole.Columns([.. Rows(statistics.Tokens), .. Rows(statistics)]), .. Repeated(statistics).Select(l => CommandConsole.Line(l))]);
        return ExitCode.Ok;
    }

    private static IEnumerable<(string, string)> Rows(TokenStatistics s) =>
    [
        ("documents", $"{s.Documents:N0}"),
        ("tokens", $"{s.Tokens:N0}"),
        ("tokens a document", $"mean {s.Lengths.Mean:N0}, shortest {s.Lengths.Shortest:N0}, median {s.Lengths.Median:N0}, 90 % up to {s.Lengths.Percentile90:N0}, 99 % up to {s.Lengths.Percentile99:N0}, longest {s.Lengths.Longest:N0}"),
        ("vocabulary used", $"{s.UsedIds:N0} of {s.VocabularySize:N0} ids"),
        ("unknown", $"{s.UnknownRate:P3} of the tokens"),
        ("unigram entropy", $"{s.UnigramEntropy:0.000} nats: the loss of knowing only how frequent each token is"),
    ];

    private static IEnumerable<(string, string)> Rows(CorpusStatistics s) =>
    [
        ("files", $"{s.Files:N0}, {CommandConsole.Bytes(s.Bytes)} on disk, {s.Characters:N0} characters"),
        ("duplicates", $"{s.DuplicateDocuments:N0} documents equal an earlier one ({s.DuplicateTokens:N0} tokens)"),
        ("empty documents", $"{s.EmptyDocuments:N0}"),
        ("scripts", string.Join(", ", s.Scripts.Take(6).Select(share => $"{share.Script} {share.Share:P1}"))),
        ("languages", string.Join(", ", s.Languages.Take(8).Select(share => $"{share.Language} {share.Documents:N0}")) + " documents (estimate from scripts and small words)"),
        ("misread characters", $"{s.MisreadCharacters:N0} (UTF-8 that was read as Latin-1, such as Ã© for é)"),
        ("lost characters", $"{s.ReplacementCharacters:N0} (U+FFFD: the text was once decoded wrongly)"),
        ("control characters", $"{s.ControlCharacters:N0}"),
    ];

    private static IEnumerable<string> Repeated(CorpusStatistics s) => s.RepeatedLines.Count == 0 ? []
        : [$"most repeated lines (counts are at most {s.RepeatedLinesError:N0} too low):", .. s.RepeatedLines.Select(l => $"{l.Count,9:N0}  {l.Text}")];
}
