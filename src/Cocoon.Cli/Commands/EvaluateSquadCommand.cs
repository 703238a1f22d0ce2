using System.CommandLine;
using Cocoon.Evaluation;

namespace Cocoon.Cli;

/// <summary><c>cocoon evaluate squad</c>: answers of a file against SQuAD's, by the official rules.</summary>
internal sealed class EvaluateSquadCommand : Verb
{
    private readonly Option<string> _data = new("--data", "-d") { Description = "A SQuAD file, 1.1 or 2.0, with the right answers.", Required = true, HelpName = "file" };
    private readonly Option<string> _predictions = new("--predictions") { Description = "Answers in SQuAD's submission format: a JSON object from a question's id to its answer, empty if there is none.", Required = true, HelpName = "file" };
    private readonly Option<string?> _nullScores = new("--null-scores") { Description = "No-answer scores, a JSON object from a question's id to a number, the higher the surer that there is no answer. Asks for the best thresholds.", HelpName = "file" };
    private readonly Option<bool> _json = JsonOption();

    public EvaluateSquadCommand() : base("squad", "Score a file of answers to SQuAD's questions, whoever gave them, by the official rules: exact match and F1. For a model: cocoon evaluate --model.",
    [
        "cocoon evaluate squad --predictions predictions.json --data dev-v1.1.json",
        "cocoon evaluate squad --predictions predictions.json --null-scores null-scores.json --data dev-v2.0.json --json",
    ])
    {
        foreach (var option in new Option[] { _data, _predictions, _nullScores, _json }) Add(option);
        SetAction(Evaluate);
    }

    private int Evaluate(ParseResult arguments)
    {
        var console = ConsoleFor(arguments, _json);
        string data = arguments.GetRequiredValue(_data), path = arguments.GetRequiredValue(_predictions);
        var questions = new SquadFile().Read("dev", data);
        foreach (string note in questions.Notes) console.Say($"note: {note}");
        var answers = SquadPredictions.Read(path);
        int missing = questions.Examples.Count(q => !answers.ContainsKey(q.Id));
        if (missing == questions.Examples.Count) throw new TaskDataException(path, $"answers none of the questions in {data}. Name the file that belongs to it.");
        var noAnswer = arguments.GetValue(_nullScores) is { } scores ? SquadPredictions.ReadScores(scores) : null;
        var scored = SquadPredictions.Score(questions, answers, noAnswer);
        var swept = noAnswer is null ? null : scored;
        console.Facts(AnswerReport.FactsOf(scored, swept, missing), [CommandConsole.Columns(AnswerReport.Rows(scored, swept, missing))]);
        return ExitCode.Ok;
    }
}
