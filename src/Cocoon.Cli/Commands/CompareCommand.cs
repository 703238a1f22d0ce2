using System.CommandLine;
using Cocoon.Evaluation;
using Cocoon.Training;

namespace Cocoon.Cli;

/// <summary><c>cocoon compare recipes/compare/mini.json --data data --out runs/compare</c></summary>
internal sealed class CompareCommand : Verb
{
    private readonly Interruption _interruption;
    private readonly Argument<string> _comparison = new("comparison") { Description = "Who is compared, at what compute, on which tasks, as JSON: a file, or the name of one that comes with the tool (see recipes/compare/)." };
    private readonly Option<string> _data = new("--data", "-d") { Description = "Prepared training text (cocoon data prepare), the same for all.", HelpName = "folder", Required = true };
    private readonly Option<string?> _evaluation = new("--eval-data") { Description = "Prepared held-out text; without it pretrainings are not evaluated.", HelpName = "folder" };
    private readonly Option<string?> _tasks = new("--tasks") { Description = "Folder of the tasks' data; needed if the comparison has tasks.", HelpName = "folder" };
    private readonly Option<string> _out = new("--out", "-o") { Description = "Folder to write everything to: new, or that of a comparison to go on with.", HelpName = "folder", Required = true };
    private readonly Option<string?> _budget = new("--budget") { Description = "What each pretraining may cost instead of what the file says: 60min, or 1e15flop.", HelpName = "compute" };
    private readonly Option<string[]> _set = new("--set") { Description = "Override a field of the comparison; repeatable.", DefaultValueFactory = _ => [], HelpName = "path=value" };
    private readonly Option<string[]> _only = new("--only") { Description = "Do only the parts in this folder of the comparison, and the pretrainings that they need: pretraining/NAME, fine-tuning/NAME, fine-tuning/NAME/at-100/TASK; repeatable.", DefaultValueFactory = _ => [], HelpName = "part" };
    private readonly Option<bool> _report = new("--report") { Description = "Train nothing: write the report of what is done so far, even while another process goes on." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Check everything and print the plan only." };
    private readonly Option<int> _threads = ThreadsOption();
    private readonly Option<TimeSpan?> _maxTime = PretrainCommand.MaxTimeOption();
    private readonly Option<bool> _json = new("--json") { Description = "With --dry-run: print the plan as JSON." };

    public CompareCommand(Interruption interruption) : base("compare",
        "Compare recipes at equal compute: each is pretrained on the same text with the same budget, kept at several fractions of it, and fine-tuned on the same tasks with the same seeds. One report with curves, tables, and what is significant.\nComplete parts are skipped, so the same command goes on after a stop. Ctrl-C or SIGTERM finishes the step, writes a checkpoint and exits with 75.",
    [
        "cocoon compare recipes/compare/mini.json --data data --eval-data data-eval --tasks tasks --out runs/mini --dry-run   # what will it cost?",
        "cocoon compare recipes/compare/mini.json --data data --eval-data data-eval --tasks tasks --out runs/mini --max-time 3h   # exit 75 while work is left",
        "cocoon compare recipes/compare/mini.json --data data --eval-data data-eval --tasks tasks --out runs/mini --report   # how does it stand?",
        "cocoon compare recipes/compare/mini.json --data data --out runs/pretraining --budget 1e15flop --set tasks=[]   # only pretraining",
    ], "open runs/mini/report.html; its numbers are in results.jsonl")
    {
        _interruption = interruption;
        Add(_comparison);
        foreach (var option in new Option[] { _data, _evaluation, _tasks, _out, _budget, _set, _only, _report, _dryRun, _threads, _maxTime, _json }) Add(option);
        SetAction(Compare);
    }

    private int Compare(ParseResult arguments)
    {
        var console = ConsoleFor(arguments, _json);
        string file = ShippedFiles.FindRecipe(arguments.GetRequiredValue(_comparison), "compare");
        var folder = new ComparisonFolder(arguments.GetRequiredValue(_out));
        string[] budget = arguments.GetValue(_budget) is { } text ? [$"budget={text}"] : [];
        var comparison = ComparisonFile.Load(file, [.. arguments.GetRequiredValue(_set), .. budget]);
        if (!folder.IsBegun && arguments.GetValue(_report)) throw new UsageException($"{folder.Path}: no comparison was begun there, so there is nothing to report.");
        if (!folder.IsBegun) folder.RequireNew();
        var plan = Wanted(comparison, arguments.GetRequiredValue(_only));
        var manifest = folder.IsBegun ? Begun(folder, comparison, file, arguments) : Prepare(arguments, comparison, file, console);
        if (arguments.GetValue(_report))
        {
            ComparisonReport.Write(folder, manifest);
            console.Say($"{folder.CompleteParts(plan)} of {plan.Count} parts are complete. Report: {folder.Report}. Numbers: {folder.Results}.");
            return ExitCode.Ok;
        }
        SayTasks(console, comparison);
        if (arguments.GetValue(_dryRun))
        {
            console.Facts(PlansOf(manifest), [CompetitorPlan.Table(PlansOf(manifest), comparison.Fractions)]);
            return ExitCode.Ok;
        }
        Directory.CreateDirectory(folder.Path);
        using var guard = new RunLock(folder.Path);
        if (folder.IsBegun) manifest = Begun(folder, comparison, file, arguments);
        else folder.Write(manifest);
        console.Say(CompetitorPlan.Table(PlansOf(manifest), comparison.Fractions));
        var run = new ComparisonRun(folder, manifest, plan, arguments.GetRequiredValue(_data), arguments.GetValue(_evaluation), arguments.GetValue(_threads), console, _interruption);
        bool complete = run.Run(arguments.GetValue(_maxTime));
        console.Say(complete
            ? $"complete: {plan.Count} parts. Report: {folder.Report}. Numbers: {folder.Results}."
            : $"stopped: {folder.CompleteParts(plan)} of {plan.Count} parts are complete. Go on with the same command.");
        return complete ? ExitCode.Ok : ExitCode.Stopped;
    }

    private static List<CompetitorPlan> PlansOf(ComparisonManifest manifest) => [.. manifest.Competitors.Select(CompetitorPlan.Of)];

    private static void SayTasks(CommandConsole console, ComparisonOptions comparison)
    {
        var (parts, tasks, seeds) = (ComparisonPlan.Of(comparison).FineTunings.Count, comparison.Tasks.Count, comparison.Seeds.Count);
        if (parts > 0) console.Say($"{parts / tasks:N0} models × {tasks} tasks × {seeds} seeds = {parts * seeds:N0} fine-tunings");
    }

    /// <summary>The parts that are to be done.</summary>
    private static ComparisonPlan Wanted(ComparisonOptions comparison, string[] only)
    {
        var plan = ComparisonPlan.Of(comparison);
        string[] folders = [.. only.Select(name => name.TrimEnd('/'))];
        if (folders.FirstOrDefault(name => plan.Only([name]).Count == 0) is { } unknown)
            throw new UsageException($"--only {unknown}: the comparison has no part there. Its parts: {string.Join(", ", plan.Pretrainings.Take(1).Select(p => p.Folder).Concat(plan.FineTunings.Take(1).Select(p => p.Folder)))} and so on.");
        return plan.Only(folders);
    }

    private ComparisonManifest Prepare(ParseResult arguments, ComparisonOptions comparison, string file, CommandConsole console)
    {
        using var data = PreparedData.Open(arguments.GetRequiredValue(_data));
        using var evaluation = arguments.GetValue(_evaluation) is { } heldOut ? PreparedData.Open(heldOut) : null;
        if (evaluation is not null) PreparedData.RequireSame(evaluation.Shards, data.Tokenizer.Fingerprint, "that of the training text");
        var loaded = EqualCompute.Load(comparison, file, data);
        if (comparison.Tasks.Count > 0) TaskPreparation.RequireEncoders(loaded, data);
        var tasks = TaskPreparation.Resolve(comparison, file, arguments.GetValue(_tasks), loaded, console);
        var competitors = EqualCompute.Limit(loaded, comparison, file, data, arguments.GetValue(_threads), console);
        using var engine = new Engine(competitors[0].Recipe.Precision, arguments.GetValue(_threads));
        return new()
        {
            Command = "cocoon " + string.Join(' ', arguments.Tokens.Select(t => Quoted(t.Value))),
            Comparison = comparison,
            Competitors = competitors,
            Tasks = tasks,
            Provenance = Provenance.Of(competitors[0].Recipe, engine, data, evaluation, from: null),
        };
    }

    /// <summary>An argument as a shell reads it.</summary>
    private static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_./=:,+".Contains(c, StringComparison.Ordinal)) ? argument : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>Reads what was begun, and refuses to go on with something else.</summary>
    private ComparisonManifest Begun(ComparisonFolder folder, ComparisonOptions comparison, string file, ParseResult arguments)
    {
        var begun = folder.Read();
        if (!comparison.SaysTheSameAs(begun.Comparison))
            throw new UsageException($"{folder.Path}: another comparison was begun there (see {folder.Manifest}). Go on with that one, by the command that began it: {begun.Command}. Or choose another folder.");
        using var data = begun.Provenance.Data.Open(arguments.GetRequiredValue(_data));
        var changed = begun.Competitors.Where(c => !EqualCompute.IsUnchanged(c, comparison, file, data)).Select(c => c.Name).ToList();
        if (changed.Count > 0)
            throw new UsageException($"{folder.Path}: since the comparison was begun, the recipe of {string.Join(", ", changed)} was changed. Undo that, or choose another folder.");
        if (begun.Tasks.Any(t => !TaskPreparation.IsUnchanged(t, comparison, file, begun.Competitors)))
            throw new UsageException($"{folder.Path}: since the comparison was begun, a recipe of its fine-tunings was changed. Undo that, or choose another folder.");
        return begun with { Tasks = TaskPreparation.Reopen(begun.Tasks, comparison, arguments.GetValue(_tasks)) };
    }
}
