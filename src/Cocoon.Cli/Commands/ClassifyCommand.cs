using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Cocoon.Evaluation;

namespace Cocoon.Cli;

/// <summary><c>cocoon classify --model runs/sst2 "A joy to watch."</c></summary>
internal sealed class ClassifyCommand : Verb
{
    private readonly Argument<string[]> _texts = new("text") { Description = "Texts; without them, the lines of --file or standard input. If the task is about pairs, a tab stands between the two texts of a line.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string> _model = new("--model", "-m") { Description = "A fine-tuned model: its run, or the run's model folder.", Required = true, HelpName = "folder" };
    private readonly Option<FileInfo?> _file = new("--file", "-f") { Description = "A UTF-8 file; each line is a text of its own.", HelpName = "path" };
    private readonly Option<string?> _pair = new("--pair") { Description = "The second text, for a single text of a task about pairs.", HelpName = "text" };
    private readonly Option<int> _threads = ThreadsOption();
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object a text: the answer, and the probability of each label; of a model that tags words, each word and each name." };

    public ClassifyCommand() : base("classify", "Ask a fine-tuned model about texts: prints its label, its labels, its number, or the names it finds, one line a text.",
    [
        "cocoon classify --model runs/sst2 \"A joy to watch.\"",
        "cocoon classify --model runs/rte \"It rained all day.\" --pair \"The day was dry.\"",
        "cocoon classify --model runs/sst2 --file reviews.txt --json > answers.jsonl",
        "cocoon classify --model runs/names \"Kim sat on the gun in Lahore.\"",
    ])
    {
        Add(_texts);
        foreach (var option in new Option[] { _model, _file, _pair, _threads, _json }) Add(option);
        SetAction(Classify);
    }

    private int Classify(ParseResult arguments)
    {
        var console = ConsoleFor(arguments, _json);
        string[] given = arguments.GetValue(_texts) ?? [];
        string? pair = arguments.GetValue(_pair);
        if (pair is not null && given.Length != 1) throw new UsageException("--pair is the second text of one text: give exactly one, or write lines with a tab between the two.");
        using var model = FineTunedModel.Load(arguments.GetRequiredValue(_model));
        var task = model.Task.Settings;
        if (model.Task is SpanTask) throw new UsageException($"The task {task.Name} is about questions. Ask one: cocoon answer --model {arguments.GetRequiredValue(_model)} --question \"…\"");
        if (pair is not null && !task.Pairs) throw new UsageException($"{task.Name} is about one text: leave --pair out.");
        using var engine = new Engine(model.Settings.Precision, arguments.GetValue(_threads));
        if (model.Task is TokenLabelTask words)
        {
            using var tagger = new WordTagger(engine.Kernels, model);
            foreach (var tagged in tagger.Tag(InputLines.Read(given, arguments.GetValue(_file)))) console.Output.WriteLine(console.Json ? JsonSerializer.Serialize(tagged, CommandConsole.OneLine) : Text(tagged, words));
            return ExitCode.Ok;
        }
        using var classifier = new TextClassifier(engine.Kernels, model);
        IEnumerable<(string Text, string? Pair)> texts = pair is not null ? [(given[0], pair)] : InputLines.Read(given, arguments.GetValue(_file)).Select((line, i) => Divide(line, i + 1, task));
        foreach (var answer in classifier.Classify(texts)) console.Output.WriteLine(console.Json ? Json(answer, task) : Text(answer, task));
        return ExitCode.Ok;
    }

    /// <summary>An answer in one line: a label with its probability, labels with theirs, or a number.</summary>
    public static string Text(TextAnswer answer, TaskSettings task) => answer switch
    {
        { Label: { } label } => $"{label} {MarkedText.Number(answer.Probabilities.Max())}",
        { Labels: { } labels } => labels.Count == 0 ? "(none)" : string.Join(", ", labels.Select(l => $"{l} {MarkedText.Number(answer.Probabilities[IndexOf(task, l)])}")),
        _ => (answer.Number ?? 0).ToString("0.000", CultureInfo.InvariantCulture),
    };

    private static string Text(TaggedText text, TokenLabelTask task) => !task.AreNames ? string.Join(' ', text.Words.Select(w => $"{w.Text}/{w.Tag}"))
        : text.Names.Count > 0 ? string.Join(", ", text.Names.Select(n => $"{n.Text} {n.Type}")) : "(none)";

    private static string Json(TextAnswer answer, TaskSettings task)
    {
        var probabilities = task.Labels.Zip(answer.Probabilities).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
        return JsonSerializer.Serialize(
            answer.Label is not null ? new { answer.Label, probabilities } : answer.Labels is not null ? new { answer.Labels, probabilities } : (object)new { answer.Number }, CommandConsole.OneLine);
    }

    private static int IndexOf(TaskSettings task, string label) => Enumerable.Range(0, task.Labels.Count).First(i => task.Labels[i] == label);

    private static (string Text, string? Pair) Divide(string line, int number, TaskSettings task)
    {
        if (!task.Pairs) return (line, null);
        int tab = line.IndexOf('\t', StringComparison.Ordinal);
        return tab >= 0 ? (line[..tab], line[(tab + 1)..]) : throw new UsageException($"text {number}: {task.Name} is about two texts. Write a tab between them, or give one text and --pair.");
    }
}
