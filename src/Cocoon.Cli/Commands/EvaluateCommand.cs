using System.CommandLine;
using System.Globalization;
using Cocoon.Evaluation;
using Spectre.Console.Rendering;

namespace Cocoon.Cli;

/// <summary><c>cocoon evaluate --model runs/sst2 --data glue/SST-2</c>: what a fine-tuned model gets right and wrong.</summary>
internal sealed class EvaluateCommand : Verb
{
    private const int MostLabelsShown = 12;

    private readonly TaskColumns _columns = new();
    private readonly Option<string> _model = new("--model", "-m") { Description = "A fine-tuned model: its run, or the run's model folder.", Required = true, HelpName = "folder" };
    private readonly Option<string> _data = new("--data", "-d") { Description = "Folder with the task's own files, of which the development and test files are used; or one file.", Required = true, HelpName = "path" };
    private readonly Option<string?> _predictions = new("--predictions") { Description = "Write the answers into this folder, one file a set, as GLUE's server takes them.", HelpName = "folder" };
    private readonly Option<int> _errors = new("--errors") { Description = "How many of the worst errors to print.", DefaultValueFactory = _ => 5, HelpName = "n" };
    private readonly Option<int> _threads = ThreadsOption();
    private readonly Option<bool> _json = JsonOption();

    public EvaluateCommand() : base("evaluate", "Measure a fine-tuned model: its scores, which labels it confuses, whether its probabilities can be believed, its worst errors.",
    [
        "cocoon evaluate --model runs/sst2 --data glue/SST-2",
        "cocoon evaluate --model runs/sst2 --data glue/SST-2 --predictions submission   # writes submission/SST-2.tsv",
        "cocoon evaluate --model runs/stars --data new-reviews.csv --label stars --json > measures.json",
    ], "cocoon classify --model runs/sst2 \"…\"")
    {
        _errors.Validators.Add(r => { if (r.GetValueOrDefault<int>() is < 0 or > 10_000) r.AddError("--errors: choose 0 to 10000."); });
        foreach (var option in (IEnumerable<Option>)[_model, _data, _predictions, _errors, .. _columns.Options, _threads, _json]) Add(option);
        foreach (var verb in new Verb[] { new EvaluateSquadCommand(), new EvaluateConllCommand(), new EvaluateStsCommand() }) Add(verb);
        SetAction(Evaluate);
    }

    private int Evaluate(ParseResult arguments)
    {
        var console = ConsoleFor(arguments, _json);
        using var model = FineTunedModel.Load(arguments.GetRequiredValue(_model));
        if (model.Task is not ITextTask) throw new UsageException($"The task {model.Task.Settings.Name} is not about whole texts. For questions: cocoon evaluate squad; for names: cocoon evaluate conll.");
        var sets = ReadSets(model.Task.Settings, arguments.GetRequiredValue(_data), _columns.Of(arguments), console);
        using var engine = new Engine(model.Settings.Precision, arguments.GetValue(_threads));
        using var scorer = new SequenceScorer(engine.Kernels, model.Network);
        var evaluations = sets.Select(set => ProgressLine.During(console, set.Name, progress =>
            SetEvaluation.Of(model, scorer, set, arguments.GetValue(_errors), done => progress.Show(done, set.Examples.Count, $"{done:N0} examples")))).ToList();
        if (arguments.GetValue(_predictions) is { } folder) WritePredictions(console, folder, model.Task.Settings, evaluations);
        console.Facts(evaluations.Select(e => Facts(e, model.Task.Settings)).ToList(), evaluations.SelectMany(e => Pictures(e, model.Task.Settings)));
        return ExitCode.Ok;
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
            var guess = TableGuess.Of(TableFile.Read(path), columns);
            foreach (string line in guess.Lines) console.Say(line);
            return [new ColumnReader(guess.Layout).Read(TaskData.SetName(path), path)];
        }
        var own = OwnTask.Find(path, columns);
        foreach (string line in own.Guess.Lines) console.Say(line);
        var data = own.Load();
        return [.. data.Development, .. data.Test];
    }

    private static void WritePredictions(CommandConsole console, string folder, TaskSettings task, List<SetEvaluation> evaluations)
    {
        Directory.CreateDirectory(folder);
        // GLUE's server wants the test sets; a development set beside one would have its name.
        foreach (var set in evaluations.GroupBy(e => SubmissionFile.NameOf(task, e.Examples), StringComparer.Ordinal))
        {
            var last = set.Last();
            string path = Path.Combine(folder, set.Key);
            SubmissionFile.Write(path, task, last.Examples, last.Answers);
            console.Say($"{path}: {last.Answers.Count:N0} answers to {last.Examples.File}.");
        }
    }

    private static object Facts(SetEvaluation evaluation, TaskSettings task) => new
    {
        Set = evaluation.Examples.Name,
        evaluation.Examples.File,
        Examples = evaluation.Examples.Examples.Count,
        Score = evaluation.Measures.Count > 0 ? task.ScoreOf(evaluation.Measures) : (double?)null,
        evaluation.Measures,
        task.Labels,
        Confusion = evaluation.Confusion is { } matrix ? Enumerable.Range(0, matrix.Classes).Select(gold => Enumerable.Range(0, matrix.Classes).Select(c => matrix[gold, c])) : null,
        Calibration = evaluation.Calibration?.Bins,
        evaluation.Worst,
    };

    private static IEnumerable<IRenderable> Pictures(SetEvaluation evaluation, TaskSettings task)
    {
        var set = evaluation.Examples;
        yield return CommandConsole.Line($"{set.Name}: {set.Examples.Count:N0} examples of {set.File}{(evaluation.Measures.Count == 0 ? ", without answers to compare with" : "")}");
        foreach (string note in set.Notes) yield return CommandConsole.Line($"note: {note}");
        if (evaluation.Measures.Count == 0) yield break;
        yield return CommandConsole.Columns(evaluation.Measures.Select(m => (m.Key, FineTuningDisplay.Number(m.Value))));
        if (evaluation.Confusion is { } matrix)
        {
            yield return CommandConsole.Line("\nright label, and what was answered:");
            yield return CommandConsole.Columns(Enumerable.Range(0, matrix.Classes).OrderByDescending(c => matrix.GoldOf(c) - matrix[c, c]).ThenBy(c => c).Take(MostLabelsShown).Select(c => (task.Labels[c], Confused(matrix, c, task.Labels))));
            if (matrix.Classes > MostLabelsShown) yield return CommandConsole.Line($"… the {MostLabelsShown} labels of {matrix.Classes} with the most errors; --json has all.");
        }
        if (evaluation.Calibration is { } calibration)
        {
            yield return CommandConsole.Line("\nprobability given, and how often that was right:");
            yield return CommandConsole.Columns(calibration.Bins.Where(b => b.Answers > 0).Select(b => (MarkedText.Number(b.Confidence), $"{MarkedText.Number(b.Accuracy)}  ({b.Answers:N0} answers)")));
        }
        if (evaluation.Worst.Count > 0) yield return CommandConsole.Line("\nworst errors:");
        foreach (var wrong in evaluation.Worst)
            yield return CommandConsole.Line($"{wrong.Place}: {Shown(wrong.Text)}{(wrong.Pair is { } pair ? $" / {Shown(pair)}" : "")}\n  right: {wrong.Right}, answered: {ClassifyCommand.Text(wrong.Answer, task)}");
    }

    private static string Confused(ConfusionMatrix matrix, int gold, IReadOnlyList<string> labels) => string.Join(", ",
        Enumerable.Range(0, matrix.Classes).Where(c => matrix[gold, c] > 0).OrderByDescending(c => matrix[gold, c]).ThenBy(c => c).Take(5).Select(c => string.Create(CultureInfo.InvariantCulture, $"{labels[c]} {matrix[gold, c]:N0}")));

    private static string Shown(string text) => text.Length <= 200 ? text : text[..200] + "…";
}
