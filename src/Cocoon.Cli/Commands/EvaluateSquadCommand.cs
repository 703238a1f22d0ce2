using System.CommandLine;
using Cocoon.Evaluation;

namespace Cocoon.Cli;

/// <summary><c>cocoon evaluate squad</c>: answers of a file, or of a model, against SQuAD's, by the official rules.</summary>
internal sealed class EvaluateSquadCommand : Verb
{
    private readonly Option<string> _data = new("--data", "-d") { Description = "A SQuAD file, 1.1 or 2.0, with the right answers.", Required = true, HelpName = "file" };
    private readonly Option<string?> _predictions = new("--predictions") { Description = "Answers in SQuAD's submission format: a JSON object from a question's id to its answer, empty if there is none.", HelpName = "file" };
    private readonly Option<string?> _nullScores = new("--null-scores") { Description = "With --predictions: no-answer scores, a JSON object from a question's id to a number, the higher the surer that there is no answer. Asks for the best thresholds.", HelpName = "file" };
    private readonly Option<string?> _model = new("--model", "-m") { Description = "Instead of --predictions: a model that was fine-tuned on SQuAD, or the run that made it.", HelpName = "folder" };
    private readonly Option<string?> _out = new("--out", "-o") { Description = "With --model: write its answers to predictions.json and null-scores.json in this folder.", HelpName = "folder" };
    private readonly Option<double> _threshold = AnswerCommand.ThresholdOption();
    private readonly Option<int> _threads = ThreadsOption();
    private readonly Option<bool> _json = JsonOption();

    public EvaluateSquadCommand() : base("squad", "Score answers to SQuAD's questions by the official rules: exact match and F1.",
    [
        "cocoon evaluate squad --predictions answers.json --data dev-v1.1.json",
        "cocoon evaluate squad --predictions answers.json --null-scores null-odds.json --data dev-v2.0.json --json",
        "cocoon evaluate squad --model runs/squad --data dev-v1.1.json --out answers",
    ])
    {
        foreach (var option in new Option[] { _data, _predictions, _nullScores, _model, _out, _threshold, _threads, _json }) Add(option);
        SetAction(Evaluate);
    }

    private int Evaluate(ParseResult arguments)
    {
        var console = ConsoleFor(arguments, _json);
        string data = arguments.GetRequiredValue(_data);
        if (arguments.GetValue(_predictions) is null == arguments.GetValue(_model) is null) throw new UsageException("Give either --predictions or --model. See: cocoon evaluate squad --help");
        var questions = new SquadFile().Read("dev", data);
        foreach (string note in questions.Notes) console.Say($"note: {note}");
        if (arguments.GetValue(_model) is { } model)
        {
            ScoreModel(console, questions, model, arguments);
            return ExitCode.Ok;
        }
        string path = arguments.GetValue(_predictions)!;
        var answers = SquadPredictions.Read(path);
        int missing = questions.Examples.Count(q => !answers.ContainsKey(q.Id));
        if (missing == questions.Examples.Count) throw new TaskDataException(path, $"answers none of the questions in {data}. Name the file that belongs to it.");
        var noAnswer = arguments.GetValue(_nullScores) is { } scores ? SquadPredictions.ReadScores(scores) : null;
        var scored = SquadPredictions.Score(questions, answers, noAnswer);
        Report(console, scored, noAnswer is null ? null : scored, missing);
        return ExitCode.Ok;
    }

    private void ScoreModel(CommandConsole console, ExampleSet questions, string path, ParseResult arguments)
    {
        using var model = FineTunedModel.Load(path);
        using var engine = new Engine(model.Settings.Precision, arguments.GetValue(_threads));
        using var answerer = AnswerCommand.AnswererOf(model, engine);
        var answers = ProgressLine.During(console, "answering", progress => answerer.Answer(questions, done => progress.Show(done, 1, $"{questions.Examples.Count:N0} questions")));
        var ids = questions.Examples.Select(q => q.Id).ToList();
        var always = ids.Zip(answers).ToDictionary(p => p.First, p => p.Second.Text, StringComparer.Ordinal);
        var noAnswer = ids.Zip(answers).ToDictionary(p => p.First, p => p.Second.NoAnswerScore, StringComparer.Ordinal);
        var decided = answerer.MayLackAnswer ? ids.Zip(answers).ToDictionary(p => p.First, p => p.Second.TextBelow(arguments.GetValue(_threshold)), StringComparer.Ordinal) : always;
        if (arguments.GetValue(_out) is { } folder)
        {
            Directory.CreateDirectory(folder);
            SquadPredictions.Write(Path.Combine(folder, "predictions.json"), ids.Select(id => KeyValuePair.Create(id, decided[id])));
            SquadPredictions.Write(Path.Combine(folder, "null-scores.json"), ids.Select(id => KeyValuePair.Create(id, noAnswer[id])));
        }
        Report(console, SquadPredictions.Score(questions, decided), answerer.MayLackAnswer ? SquadPredictions.Score(questions, always, noAnswer) : null, missing: 0);
    }

    /// <summary>States the scores.</summary>
    /// <param name="console">Where.</param>
    /// <param name="scores">Of the answers as they are.</param>
    /// <param name="swept">Of the answers with their no-answer scores; null if these are not known.</param>
    /// <param name="missing">Questions without an answer.</param>
    private static void Report(CommandConsole console, SquadScores scores, SquadScores? swept, int missing)
    {
        console.Facts(new
        {
            version = scores.Version == SquadVersion.V1 ? "1.1" : "2.0",
            scores.Overall,
            scores.Answerable,
            scores.Unanswerable,
            swept?.BestExact,
            swept?.BestF1,
            missing,
        }, [CommandConsole.Columns(Rows(scores, swept, missing))]);
    }

    private static IEnumerable<(string, string)> Rows(SquadScores scores, SquadScores? swept, int missing)
    {
        yield return ("exact match", $"{scores.Overall.Exact:P3} of {scores.Overall.Questions:N0} questions");
        yield return ("F1", $"{scores.Overall.F1:P3}");
        bool first = scores.Version == SquadVersion.V1;
        if (missing > 0) yield return ("not answered", $"{missing:N0} questions: {(first ? "counted as wrong" : "left out")}, as the official rules of {(first ? "1.1" : "2.0")} do");
        if (first) yield break;
        yield return ("with answer", $"exact match {scores.Answerable.Exact:P3}, F1 {scores.Answerable.F1:P3} of {scores.Answerable.Questions:N0} questions");
        yield return ("without answer", $"exact match {scores.Unanswerable.Exact:P3} of {scores.Unanswerable.Questions:N0} questions");
        if (swept is null) yield break;
        yield return ("best exact match", $"{swept.BestExact.Score:P3}, if questions with a no-answer score above {swept.BestExact.Threshold:0.###} are left unanswered");
        yield return ("best F1", $"{swept.BestF1.Score:P3}, above {swept.BestF1.Threshold:0.###}");
    }
}
