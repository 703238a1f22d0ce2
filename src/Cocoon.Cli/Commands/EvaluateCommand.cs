using System.CommandLine;
using Cocoon.Evaluation;

namespace Cocoon.Cli;

/// <summary><c>cocoon evaluate --model runs/sst2 --data glue/SST-2</c>: what a fine-tuned model gets right and wrong.</summary>
internal sealed class EvaluateCommand : Verb
{
    private readonly TaskColumns _columns = new();
    private readonly Option<string> _model = new("--model", "-m") { Description = "A fine-tuned model: its run, or the run's model folder.", Required = true, HelpName = "folder" };
    private readonly Option<string> _data = new("--data", "-d") { Description = "Folder with the task's own files, of which the development and test files are used; or one file.", Required = true, HelpName = "path" };
    private readonly Option<string?> _predictions = new("--predictions") { Description = "Write the answers into this folder: as GLUE's server takes them, a file a set; as SQuAD's scorer does; tags of words as conlleval does.", HelpName = "folder" };
    private readonly Option<int> _errors = new("--errors") { Description = "How many of the worst errors to print.", DefaultValueFactory = _ => 5, HelpName = "n" };
    private readonly Option<double> _threshold = AnswerCommand.ThresholdOption();
    private readonly Option<int> _threads = ThreadsOption();
    private readonly Option<bool> _json = JsonOption();

    public EvaluateCommand() : base("evaluate", "Measure a fine-tuned model: its scores, which labels it confuses, whether its probabilities can be believed, its worst errors.",
    [
        "cocoon evaluate --model runs/sst2 --data glue/SST-2",
        "cocoon evaluate --model runs/sst2 --data glue/SST-2 --predictions submission   # writes submission/SST-2.tsv",
        "cocoon evaluate --model runs/squad --data squad/dev-v1.1.json --predictions answers",
        "cocoon evaluate --model runs/stars --data new-reviews.csv --label stars --json > measures.json",
    ], "cocoon classify --model runs/sst2 \"…\"")
    {
        _errors.Validators.Add(r => { if (r.GetValueOrDefault<int>() is < 0 or > 10_000) r.AddError("--errors: choose 0 to 10000."); });
        foreach (var option in (IEnumerable<Option>)[_model, _data, _predictions, _errors, _threshold, .. _columns.Options, _threads, _json]) Add(option);
        foreach (var verb in new Verb[] { new EvaluateSquadCommand(), new EvaluateStsCommand() }) Add(verb);
        SetAction(Evaluate);
    }

    private int Evaluate(ParseResult arguments)
    {
        var console = ConsoleFor(arguments, _json);
        using var model = FineTunedModel.Load(arguments.GetRequiredValue(_model));
        var sets = ReadSets(model.Task.Settings, arguments.GetRequiredValue(_data), _columns.Of(arguments), console);
        using var engine = new Engine(model.Settings.Precision, arguments.GetValue(_threads));
        var reports = ReportsOn(model, sets, engine, console, arguments.GetValue(_errors), arguments.GetValue(_threshold));
        if (arguments.GetValue(_predictions) is { } folder)
        {
            Directory.CreateDirectory(folder);
            // GLUE's server wants the test sets; a development set beside one has its name.
            foreach (string written in reports.GroupBy(r => r.PredictionsFile, StringComparer.Ordinal).SelectMany(r => r.Last().WritePredictions(folder))) console.Say(written);
        }
        console.Facts(reports.ConvertAll(r => r.Facts), reports.SelectMany(r => r.Pictures));
        return ExitCode.Ok;
    }

    private static List<ISetReport> ReportsOn(FineTunedModel model, List<ExampleSet> sets, Engine engine, CommandConsole console, int errors, double threshold)
    {
        var task = model.Task.Settings;
        switch (model.Task)
        {
            case SpanTask:
                using (var answerer = new QuestionAnswerer(engine.Kernels, model))
                    return Each((set, progress) => new AnswerReport(AnswerEvaluation.Of(answerer, set, threshold, errors, progress)));
            case TokenLabelTask:
                using (var tagger = new WordTagger(engine.Kernels, model))
                    return Each((set, progress) => new WordReport(WordEvaluation.Of(tagger, set, errors, progress), task));
            default:
                using (var scorer = new SequenceScorer(engine.Kernels, model.Network))
                    return Each((set, progress) => new TextReport(SetEvaluation.Of(model, scorer, set, errors, done => progress(done / (double)set.Examples.Count)), task));
        }

        List<ISetReport> Each(Func<ExampleSet, Action<double>, ISetReport> report) =>
            sets.ConvertAll(set => ProgressLine.During(console, set.Name, line => report(set, done => line.Show(done, 1, $"{set.Examples.Count:N0} examples"))));
    }

    /// <summary>The development and test sets of the task's folder, or the one file named.</summary>
    private static List<ExampleSet> ReadSets(TaskSettings task, string path, TableHints columns, CommandConsole console)
    {
        if (TaskCatalog.Find(task.Name) is { } known)
        {
            if (File.Exists(path)) return [known.Reader.Read(TaskData.SetName(path), path)];
            if (!Directory.Exists(path)) throw new TaskDataException(path, "there is no such file or folder.");
            return [.. known.Development.Concat(known.Test.Where(f => File.Exists(Path.Combine(path, f)))).Select(f => known.Reader.Read(TaskData.SetName(f), Path.Combine(path, f)))];
        }
        columns = columns with { Kind = task.Kind };
        if (File.Exists(path))
        {
            var file = OwnFile.Look(path, columns);
            foreach (string line in file.Guess) console.Say(line);
            return [file.Reader.Read(TaskData.SetName(path), path)];
        }
        var own = OwnTask.Find(path, columns);
        foreach (string line in own.Guess) console.Say(line);
        var data = own.Load();
        return [.. data.Development, .. data.Test];
    }
}
