using System.CommandLine;
using Cocoon.Evaluation;

namespace Cocoon.Cli;

/// <summary><c>cocoon answer</c>: the part of a text that answers a question.</summary>
internal sealed class AnswerCommand : Verb
{
    private readonly Option<string> _model = new("--model", "-m") { Description = "A model that was fine-tuned on SQuAD, or the run that made it.", Required = true, HelpName = "folder" };
    private readonly Option<string> _question = new("--question", "-q") { Description = "The question.", Required = true, HelpName = "text" };
    private readonly Option<string?> _context = new("--context", "-c") { Description = "The text that it is about; without it, --file or standard input.", HelpName = "text" };
    private readonly Option<FileInfo?> _file = new("--file", "-f") { Description = "A UTF-8 file with the text.", HelpName = "path" };
    private readonly Option<int> _top = new("--top") { Description = "How many answers to show, the best first.", DefaultValueFactory = _ => 1, HelpName = "n" };
    private readonly Option<double> _threshold = ThresholdOption();
    private readonly Option<int> _threads = ThreadsOption();
    private readonly Option<bool> _json = JsonOption();

    public AnswerCommand() : base("answer", "Answer a question with a part of a text.",
    [
        "cocoon answer --model runs/squad --question \"Who sat on the gun?\" --context \"Kim sat on the gun Zam-Zammah.\"",
        "cocoon answer --model runs/squad --question \"Who sat on the gun?\" --file kim.txt --top 5 --json",
    ])
    {
        _top.Validators.Add(r => { if (r.GetValueOrDefault<int>() is < 1 or > 20) r.AddError("--top: choose 1 to 20."); });
        foreach (var option in new Option[] { _model, _question, _context, _file, _top, _threshold, _threads, _json }) Add(option);
        SetAction(Answer);
    }

    /// <summary>The option that decides when a question is left unanswered.</summary>
    public static Option<double> ThresholdOption() => new("--threshold")
    {
        Description = "Leave a question unanswered if \"none\" scores more than that above the best answer; for models of SQuAD 2.0; fine-tuning reports the best one.", DefaultValueFactory = _ => 0, HelpName = "x",
    };

    private static QuestionAnswerer AnswererOf(FineTunedModel model, Engine engine)
    {
        try
        {
            return new(engine.Kernels, model);
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message);
        }
    }

    private int Answer(ParseResult arguments)
    {
        var console = ConsoleFor(arguments, _json);
        string question = arguments.GetRequiredValue(_question), text = TextOf(arguments);
        if (string.IsNullOrWhiteSpace(question)) throw new UsageException("The question is empty. Ask something.");
        if (string.IsNullOrWhiteSpace(text)) throw new UsageException("The text is empty: there is nothing to find an answer in.");
        using var model = FineTunedModel.Load(arguments.GetRequiredValue(_model));
        using var engine = new Engine(model.Settings.Precision, arguments.GetValue(_threads));
        using var answerer = AnswererOf(model, engine);
        var answers = answerer.Answer(question, text);
        double? noAnswerScore = answerer.MayLackAnswer ? answers.NoAnswerScore : null;
        bool isKnown = !(noAnswerScore > arguments.GetValue(_threshold));
        var candidates = answers.Best.Zip(answers.Probabilities(orNone: answerer.MayLackAnswer), (answer, probability) => new { answer.Text, answer.Start, answer.Score, probability }).Take(arguments.GetValue(_top)).ToList();
        var lines = candidates.Select(c => $"{MarkedText.Number(c.probability)}  {c.Text}");
        if (!isKnown) lines = lines.Where(_ => candidates.Count > 1).Prepend($"The text does not tell: \"none\" scores {answers.NoAnswerScore:0.00} above the best answer.");
        console.Facts(new { question, answer = isKnown ? answers.Text : "", noAnswerScore, candidates }, lines.Select(line => CommandConsole.Line(line)));
        return ExitCode.Ok;
    }

    private string TextOf(ParseResult arguments)
    {
        string? context = arguments.GetValue(_context);
        var file = arguments.GetValue(_file);
        if (context is not null && file is not null) throw new UsageException("Give either --context or --file, not both.");
        return context ?? string.Join('\n', InputLines.Read([], file));
    }
}
