using System.CommandLine;
using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary><c>cocoon data triples</c>: labelled pairs of sentences to triples for supervised contrast.</summary>
internal sealed class DataTriplesCommand : Verb
{
    private static readonly PairFields s_usual = new();

    private readonly Option<string[]> _input = new("--input", "-i") { Description = "Labelled pairs: files or folders of .jsonl, plain or .gz; repeatable.", Required = true, HelpName = "path", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string> _out = new("--out", "-o") { Description = "File to write, .jsonl: each line's \"text\" is an array of the three; must be new.", Required = true, HelpName = "file" };
    private readonly Option<string> _premise = new("--premise") { Description = "Field of the sentence that is given.", DefaultValueFactory = _ => s_usual.Premise, HelpName = "name" };
    private readonly Option<string> _hypothesis = new("--hypothesis") { Description = "Field of the sentence that is judged by it.", DefaultValueFactory = _ => s_usual.Hypothesis, HelpName = "name" };
    private readonly Option<string> _label = new("--label") { Description = "Field of the judgement: entailment, contradiction, or anything else, which is passed over.", DefaultValueFactory = _ => s_usual.Label, HelpName = "name" };
    private readonly Option<bool> _json = JsonOption();

    public DataTriplesCommand() : base("triples", "Make triples of labelled pairs of sentences (SNLI, MNLI): a sentence, one that follows from it, and one that contradicts it. Supervised SimCSE learns from them.",
    [
        "cocoon data triples --input snli/train.jsonl --out triples.jsonl",
        "cocoon data triples --input snli_1.0_train.jsonl --premise sentence1 --hypothesis sentence2 --label gold_label --out triples.jsonl",
    ], "cocoon data prepare --input triples.jsonl --tokenizer runs/first/tokenizer --out triples")
    {
        foreach (var option in new Option[] { _input, _out, _premise, _hypothesis, _label, _json }) Add(option);
        SetAction(Make);
    }

    private int Make(ParseResult arguments)
    {
        var console = ConsoleFor(arguments, _json);
        string file = arguments.GetRequiredValue(_out);
        if (Path.Exists(file)) throw new UsageException($"{file}: it exists. Choose another name, or delete it first.");
        var fields = new PairFields(arguments.GetRequiredValue(_premise), arguments.GetRequiredValue(_hypothesis), arguments.GetRequiredValue(_label));
        var summary = ProgressLine.During(console, "triples", line => LabelledTriples.Write(arguments.GetRequiredValue(_input), fields, file, line));
        console.Facts(new { File = file, summary.Pairs, summary.Premises, summary.Triples }, $"{file}: {summary.Triples:N0} triples of {summary.Premises:N0} premises in {summary.Pairs:N0} labelled pairs.");
        console.Say($"Next: cocoon data prepare --input {file} --tokenizer <the model's> --out <folder>");
        return ExitCode.Ok;
    }
}
