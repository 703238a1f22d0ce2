using System.CommandLine;
using Cocoon.Models;

namespace Cocoon.Cli;

/// <summary><c>cocoon generate</c>: goes on with a text.</summary>
internal sealed class GenerateCommand : Verb
{
    private static readonly GenerationOptions s_defaults = new();

    private readonly Argument<string?> _prompt = new("prompt") { Description = "The text to go on with; without it, a text is begun.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> _model = new("--model", "-m") { Description = "A run, its model folder, or one of its checkpoints.", Required = true, HelpName = "folder" };
    private readonly Option<int> _tokens = new("--max-tokens") { Description = "Most tokens to add.", DefaultValueFactory = _ => s_defaults.MaxTokens, HelpName = "n" };
    private readonly Option<double> _temperature = new("--temperature") { Description = "Below 1 the best tokens come more often, above 1 less often; 0 takes the best one every time.", DefaultValueFactory = _ => s_defaults.Temperature, HelpName = "t" };
    private readonly Option<int> _topK = new("--top-k") { Description = "Draw from the k best tokens only; 0: all.", DefaultValueFactory = _ => s_defaults.TopK, HelpName = "k" };
    private readonly Option<double> _topP = new("--top-p") { Description = "Draw from the best tokens that together have probability p; 1: all.", DefaultValueFactory = _ => s_defaults.TopP, HelpName = "p" };
    private readonly Option<double> _minP = new("--min-p") { Description = "Draw from tokens at least p times as probable as the best; 0: all.", DefaultValueFactory = _ => s_defaults.MinP, HelpName = "p" };
    private readonly Option<double> _penalty = new("--repetition-penalty") { Description = "Make tokens that have occurred less probable; 1: no.", DefaultValueFactory = _ => s_defaults.RepetitionPenalty, HelpName = "x" };
    private readonly Option<string[]> _stop = new("--stop") { Description = "End before this text; repeatable.", DefaultValueFactory = _ => [], HelpName = "text" };
    private readonly Option<ulong> _seed = new("--seed") { Description = "Which random numbers: another seed gives another text.", DefaultValueFactory = _ => s_defaults.Seed, HelpName = "n" };
    private readonly Option<int> _threads = ThreadsOption();

    public GenerateCommand() : base("generate", "Go on with a text, token by token: what causal language models, prefix language models, UniLM, T5 and BART were trained for.",
    [
        "cocoon generate --model runs/gpt \"The house on the hill\"",
        "cocoon generate --model runs/gpt --temperature 0.8 --top-p 0.9 --seed 7 \"She said\"",
        "cocoon generate --model runs/gpt --temperature 0 --stop . \"Once upon a time\"",
    ])
    {
        Add(_prompt);
        foreach (var option in new Option[] { _model, _tokens, _temperature, _topK, _topP, _minP, _penalty, _stop, _seed, _threads }) Add(option);
        SetAction(Generate);
    }

    private int Generate(ParseResult arguments)
    {
        var console = ConsoleFor(arguments);
        var options = new GenerationOptions
        {
            MaxTokens = arguments.GetValue(_tokens), Temperature = arguments.GetValue(_temperature), TopK = arguments.GetValue(_topK), TopP = arguments.GetValue(_topP),
            MinP = arguments.GetValue(_minP), RepetitionPenalty = arguments.GetValue(_penalty), Stop = arguments.GetRequiredValue(_stop), Seed = arguments.GetValue(_seed),
        };
        if (options.Problems().ToList() is { Count: > 0 } problems) throw new UsageException(string.Join('\n', problems.Select(p => $"{p.Path}: {p.Message} {p.Hint}")));
        using var model = ModelLocator.Load(arguments.GetRequiredValue(_model), console.Say);
        if (model.Network is not IGeneratingNetwork network)
            throw new UsageException("This model was not trained to go on with a text. Causal language models (recipes/pretrain/gpt-mini.json), UniLM, T5 and BART can.");
        using var engine = new Engine(model.Precision, arguments.GetValue(_threads));
        using var generator = new TextGenerator(engine.Kernels, network, model.Tokenizer, options);
        string prompt = arguments.GetValue(_prompt) ?? "";
        console.Output.Write(prompt);
        foreach (string piece in generator.Generate(prompt))
        {
            console.Output.Write(piece);
            console.Output.Flush();   // as it comes
        }
        console.Output.WriteLine();
        return ExitCode.Ok;
    }
}
