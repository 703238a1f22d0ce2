using System.CommandLine;
using System.Globalization;
using Cocoon.Tensors;
using Spectre.Console.Rendering;

namespace Cocoon.Cli;

/// <summary><c>cocoon bench cocolm --peer peer.py</c>: how fast is a whole training step here?</summary>
internal sealed class BenchCommand : Verb
{
    private const int WarmUps = 3;

    private readonly Argument<string> _step = new("step") { Description = "What to train: cocolm, electra or gpt2, the steps that speed is measured by, or a recipe." };
    private readonly Option<string?> _precision = new("--precision") { Description = "Operands of matrix products: bf16 or fp32; without it, the recipe's.", HelpName = "bf16|fp32" };
    private readonly Option<string[]> _set = new("--set") { Description = "Override a field of the recipe; repeatable.", DefaultValueFactory = _ => [], HelpName = "path=value" };
    private readonly Option<int> _threads = ThreadsOption();
    private readonly Option<int> _steps = Count("--steps", 5, "Steps of a round.");
    private readonly Option<int> _rounds = Count("--rounds", 3, "Rounds; with a peer, its turn follows each.");
    private readonly Option<string?> _peer = new("--peer") { Description = "Race a Python script that trains the same step, in turn with ours; its arguments after it, in quotes.", HelpName = "script" };
    private readonly Option<string> _python = new("--python") { Description = "Interpreter of the peer.", DefaultValueFactory = _ => "python3", HelpName = "program" };
    private readonly Option<string?> _profile = new("--profile") { Description = "Measure every operation, print the table, and write a trace for chrome://tracing or Perfetto to this file.", HelpName = "file" };
    private readonly Option<bool> _json = JsonOption();

    public BenchCommand() : base("bench",
        "Measure whole training steps on synthetic text: tokens a second, share of the matrix kernel's speed just measured, time by phase, memory.\nNothing else should run meanwhile: a machine that is shared measures the others.",
    [
        "cocoon bench cocolm                                          # the step of coco-lm-mini, 64 x 128 tokens",
        "cocoon bench gpt2 --precision fp32                           # a causal language model, 16 x 256 tokens",
        "cocoon bench recipes/pretrain/coco-lm-small.json --set data.sequencesPerBatch=16",
        "cocoon bench cocolm --peer \"peer_cocolm.py --precision fp32\"  # A B A B, with the ratio and its spread",
        "cocoon bench cocolm --profile trace.json                     # where does a step go?",
    ], "cocoon doctor  (which kernels run, and why)")
    {
        Add(_step);
        foreach (var option in new Option[] { _precision, _set, _threads, _steps, _rounds, _peer, _python, _profile, _json }) Add(option);
        SetAction(Measure);
    }

    private static Option<int> Count(string name, int usual, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual, HelpName = "n" };
        option.Validators.Add(r => { if (r.GetValueOrDefault<int>() is < 1 or > 10_000) r.AddError($"{name}: choose 1 to 10,000."); });
        return option;
    }

    private int Measure(ParseResult arguments)
    {
        var console = ConsoleFor(arguments, _json);
        var recipe = Load(arguments);
        var plan = PretrainingPlan.Of(recipe);
        int steps = arguments.GetValue(_steps), rounds = arguments.GetValue(_rounds);
        string? trace = arguments.GetValue(_profile);
        var profile = trace is null ? null : new TapeProfile();
        var peer = arguments.GetValue(_peer) is { } script ? new PeerProgram(arguments.GetRequiredValue(_python), script) : null;
        using var benchmark = new StepBenchmark(recipe, arguments.GetValue(_threads));
        console.Say($"{recipe.Name}: {plan.TokensPerStep:N0} tokens a step, {plan.TotalFlopsPerStep / plan.TokensPerStep / 1e6:0.0} million FLOP a token. {benchmark.Kernels}");
        benchmark.WarmUp(WarmUps);
        var ours = new List<BenchmarkRound>();
        var theirs = new List<double>();
        for (int round = 0; round < rounds; round++)
        {
            ours.Add(benchmark.Run(steps, profile));
            console.Say(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}: {ours[^1].TokensPerSecond:N0} tokens/s (median step {ours[^1].MedianTokensPerSecond:N0})"));
            if (peer is null) continue;
            theirs.Add(peer.Run(benchmark.Threads, steps));
            console.Say(string.Create(CultureInfo.InvariantCulture, $"         peer {theirs[^1]:N0} tokens/s, ratio {ours[^1].TokensPerSecond / theirs[^1]:0.00}"));
        }
        var result = BenchmarkResult.Of(recipe, plan, benchmark.Threads, ours, theirs);
        console.Facts(result, [result.Table(), .. profile is null ? Array.Empty<IRenderable>() : [ProfileReport.Draw(profile, steps * rounds)]]);
        if (profile is not null) ProfileReport.WriteTrace(profile, trace!);
        return ExitCode.Ok;
    }

    private Recipe Load(ParseResult arguments)
    {
        List<string> overrides = [.. arguments.GetRequiredValue(_set)];
        if (arguments.GetValue(_precision) is { } precision) overrides.Add($"precision=\"{precision}\"");
        return Recipe.Load(ShippedFiles.FindRecipe(arguments.GetRequiredValue(_step), "bench"), overrides);
    }
}
