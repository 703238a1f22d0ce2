using System.CommandLine;
using Cocoon.Evaluation;
using Spectre.Console;

namespace Cocoon.Cli;

/// <summary><c>cocoon evaluate conll</c>: names that a model finds, as conlleval counts them.</summary>
internal sealed class EvaluateConllCommand : Verb
{
    private readonly Option<string> _model = new("--model", "-m") { Description = "A model that was fine-tuned on CoNLL-2003, or the run that made it.", Required = true, HelpName = "folder" };
    private readonly Option<string> _data = new("--data", "-d") { Description = "A file in CoNLL's layout: a word a line, its tag last, a blank line between sentences.", Required = true, HelpName = "file" };
    private readonly Option<int> _threads = ThreadsOption();
    private readonly Option<bool> _json = JsonOption();

    public EvaluateConllCommand() : base("conll", "Score the names that a model finds by CoNLL's rules: precision, recall and F1 of whole names, for each type.",
        ["cocoon evaluate conll --model runs/names --data conll2003/eng.testb"])
    {
        foreach (var option in new Option[] { _model, _data, _threads, _json }) Add(option);
        SetAction(Evaluate);
    }

    private int Evaluate(ParseResult arguments)
    {
        var console = ConsoleFor(arguments, _json);
        var sentences = new ConllFile().Read("test", arguments.GetRequiredValue(_data));
        using var model = FineTunedModel.Load(arguments.GetRequiredValue(_model));
        if (model.Task is not TokenLabelTask task) throw new UsageException($"This model was fine-tuned on {model.Task.Settings.Name}: it does not tag words. Make one that does: cocoon finetune CoNLL-2003 --model PRETRAINED --data CONLL --run RUN");
        using var engine = new Engine(model.Settings.Precision, arguments.GetValue(_threads));
        using var scorer = new SequenceScorer(engine.Kernels, model.Network);
        var sequences = EncodedSet.Of(sentences, task, new TextEncoder(model.Tokenizer, model.Settings.MaxLength)).Sequences;
        var (scores, _) = ProgressLine.During(console, "tagging", progress => scorer.Score(sequences, done => progress.Show(done, sequences.Count, $"{done:N0} sentences")))!.Value;
        var entities = task.Score(sentences, sequences, scores);
        console.Facts(new { sentences = sentences.Examples.Count, entities.Overall, entities.Types, entities.WordAccuracy },
            [Draw(entities), CommandConsole.Line($"words with the right tag: {entities.WordAccuracy:P2}")]);
        return ExitCode.Ok;
    }

    private static Table Draw(EntityScores entities)
    {
        var table = new Table().AddColumn("type").AddColumn(Right("names")).AddColumn(Right("found")).AddColumn(Right("right")).AddColumn(Right("precision")).AddColumn(Right("recall")).AddColumn(Right("F1"));
        foreach (var (type, score) in entities.Types.Select(t => (t.Key, t.Value)).Append(("all", entities.Overall)))
            table.AddRow(type.EscapeMarkup(), $"{score.Gold:N0}", $"{score.Predicted:N0}", $"{score.Right:N0}", $"{score.Precision:0.0000}", $"{score.Recall:0.0000}", $"{score.F1:0.0000}");
        return table;

        static TableColumn Right(string name) => new TableColumn(name).RightAligned();
    }
}
