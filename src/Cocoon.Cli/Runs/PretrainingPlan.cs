using Cocoon.Models;
using Spectre.Console;

namespace Cocoon.Cli;

/// <summary>What a recipe will cost, before anything is allocated.</summary>
public sealed record PretrainingPlan
{
    private const double UsualShareOfPeak = 0.6, ArenaSlack = 1.2;

    /// <summary>Scalars of the whole model, heads and auxiliary model included.</summary>
    public required long Parameters { get; init; }

    /// <summary>Scalars of the main encoder with its embeddings: what is kept for use.</summary>
    public required long MainParameters { get; init; }

    /// <summary>Number of steps.</summary>
    public required long Steps { get; init; }

    /// <summary>Tokens of one step at most.</summary>
    public required long TokensPerStep { get; init; }

    /// <summary>Floating-point operations of the matrix products of one step, part by part.</summary>
    public required IReadOnlyDictionary<string, double> FlopsPerStep { get; init; }

    /// <summary>Bytes of memory by what they are for; estimates.</summary>
    public required IReadOnlyDictionary<string, long> MemoryBytes { get; init; }

    /// <summary>Bytes of one checkpoint.</summary>
    public required long CheckpointBytes { get; init; }

    /// <summary>Tokens of the run at most.</summary>
    public long Tokens => Steps * TokensPerStep;

    /// <summary>Floating-point operations of one step with everything in it.</summary>
    public double TotalFlopsPerStep => FlopsPerStep.Values.Sum();

    /// <summary>Steps at the start that cost less, because only a part of the model learns.</summary>
    public required long OpeningSteps { get; init; }

    /// <summary>What part of the others' cost theirs is.</summary>
    public required double OpeningShare { get; init; }

    /// <summary>The model whose weights the run begins with; null for initial ones.</summary>
    public StartProvenance? From { get; init; }

    /// <summary>Floating-point operations of the run.</summary>
    public double Flops => FlopsBefore(Steps);

    /// <summary>Floating-point operations of one step.</summary>
    public double FlopsOf(long step) => TotalFlopsPerStep * (step < OpeningSteps ? OpeningShare : 1);

    /// <summary>Floating-point operations of all steps before one.</summary>
    public double FlopsBefore(long step) => TotalFlopsPerStep * (step - Math.Min(step, OpeningSteps) * (1 - OpeningShare));

    /// <summary>The most steps that cost no more than a budget, cheaper ones at the start considered.</summary>
    /// <param name="budget">What they may cost together.</param>
    /// <param name="costOfStep">What a step costs with everything in it, in the same unit.</param>
    public long StepsWithin(double budget, double costOfStep)
    {
        double opening = OpeningSteps * OpeningShare * costOfStep;
        return (long)Math.Min(uint.MaxValue, budget < opening ? budget / (OpeningShare * costOfStep) : OpeningSteps + (budget - opening) / costOfStep);
    }

    /// <summary>Bytes of memory in all.</summary>
    public long TotalMemoryBytes => MemoryBytes.Values.Sum();

    /// <summary>What a recipe costs.</summary>
    public static PretrainingPlan Of(Recipe recipe)
    {
        var (model, data, accumulate) = (recipe.Model, recipe.Data, recipe.Training.Accumulate);
        var cost = recipe.Objective.Cost(model, data.SequencesPerBatch, data.SequenceLength);
        var opening = recipe.Objective.Opening(model, data.SequencesPerBatch, data.SequenceLength);
        long parameters = recipe.Objective.Parameters(model);
        int sums = accumulate > 1 ? (int)Math.Ceiling(Math.Log2(accumulate)) : 0;
        return new()
        {
            Parameters = parameters,
            MainParameters = EncoderCost.EmbeddingParameters(model) + EncoderCost.LayerParameters(model),
            Steps = recipe.Training.Steps,
            TokensPerStep = recipe.TokensPerStep,
            FlopsPerStep = cost.Flops.ToDictionary(p => p.Part, p => accumulate * p.Flops),
            MemoryBytes = new Dictionary<string, long>
            {
                ["parameters"] = 4 * parameters, ["gradients"] = 4 * parameters * (1 + sums), ["optimizer"] = 8 * parameters, ["activations"] = (long)(ArenaSlack * sizeof(float) * cost.KeptFloats),
            },
            CheckpointBytes = 12 * parameters,
            OpeningSteps = opening.Steps,
            OpeningShare = opening.Share,
        };
    }

    /// <summary>How long the run takes at a speed.</summary>
    /// <param name="peak">Floating-point operations a second of the matrix kernel.</param>
    public TimeSpan TimeAt(double peak) => TimeSpan.FromSeconds(Math.Min(Flops / (UsualShareOfPeak * peak), TimeSpan.MaxValue.TotalSeconds / 2));

    /// <summary>The plan for people.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="peak">Floating-point operations a second of the matrix kernel; 0 if it was not measured.</param>
    public Grid Lines(Recipe recipe, double peak) => CommandConsole.Columns(
    [
        ("recipe", recipe.Name),
        ("parameters", $"{Parameters:N0}, of which {MainParameters:N0} are the main model's"),
        ("steps", $"{Steps:N0} of {TokensPerStep:N0} tokens ({recipe.Training.Accumulate} × {recipe.Data.SequencesPerBatch} sequences × {recipe.Data.SequenceLength} tokens)"),
        .. OpeningSteps > 0 ? [("opening", $"{Math.Min(OpeningSteps, Steps):N0} of the steps, at {OpeningShare:P0} of the cost: a part of the model learns alone")] : Array.Empty<(string, string)>(),
        ("tokens", $"{Tokens:N0}"),
        ("FLOP", $"{TotalFlopsPerStep / TokensPerStep / 1e6:0.0} million a token; {Flops:0.0e+0} in all ({string.Join(", ", FlopsPerStep.Where(p => p.Value > 0).Select(p => $"{p.Key} {p.Value / TotalFlopsPerStep:P0}"))})"),
        ("memory", $"about {CommandConsole.Bytes(TotalMemoryBytes)} ({string.Join(", ", MemoryBytes.Select(p => $"{p.Key} {CommandConsole.Bytes(p.Value)}"))})"),
        ("disk", $"{CommandConsole.Bytes(CheckpointBytes)} a checkpoint"),
        .. From?.Lines ?? [],
        .. peak > 0 ? [("time", $"about {CommandConsole.Time(TimeAt(peak))} at {UsualShareOfPeak:P0} of the {peak / 1e9:N0} GFLOP/s that this machine's matrix kernel just reached")] : Array.Empty<(string, string)>(),
    ]);
}
