using Cocoon.Training;

namespace Cocoon.Evaluation;

/// <summary>How a task is learned. The defaults are COCO-LM's for small tasks; ELECTRA's are in <c>recipes/finetune/electra.json</c>.</summary>
/// <remarks>COCO-LM's released <c>run_glue.sh</c>: Adam (0.9, 0.98), decay 0.01 on all, no clipping, linear warm-up and decay, two evaluations an epoch, the best kept.</remarks>
public sealed record FineTuningOptions
{
    /// <summary>Tokens of the longest sequence, special ones included; longer texts lose their ends.</summary>
    public int MaxLength { get; init; } = 128;

    /// <summary>How often the training data are used.</summary>
    public double Epochs { get; init; } = 10;

    /// <summary>Sequences in a batch.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Largest learning rate; a small model wants a larger one.</summary>
    public double PeakLearningRate { get; init; } = 3e-5;

    /// <summary>Fraction of the steps in which the learning rate rises.</summary>
    public double WarmupRate { get; init; } = 0.0625;

    /// <summary>How the learning rate moves; ELECTRA's moves differently.</summary>
    public ScheduleShape Schedule { get; init; } = ScheduleShape.WarmupThenLinear;

    /// <summary>Factor of the learning rate from a layer to the one below it, in (0, 1]; see <see cref="Evaluation.LayerDecay"/>.</summary>
    public double LayerDecay { get; init; } = 1;

    /// <summary>Largest norm of all gradients together; 0 for no clipping.</summary>
    public double ClipNorm { get; init; }

    /// <summary>The optimizer's settings.</summary>
    public AdamWOptions Optimizer { get; init; } = new();

    /// <summary>Dropout of the encoder, in [0, 1); null: as it was pretrained.</summary>
    public float? Dropout { get; init; }

    /// <summary>How often in an epoch the model is measured on the development data; the best checkpoint is kept.</summary>
    public double EvaluationsPerEpoch { get; init; } = 2;

    /// <summary>What stands on the encoder.</summary>
    public HeadOptions Head { get; init; } = new();

    /// <summary>Whether labels count in inverse proportion to their frequency, so that rare ones are not overlooked.</summary>
    public bool Balance { get; init; }

    /// <summary>Whether pairs are learned in both orders, as ELECTRA's released code does for MRPC and STS-B.</summary>
    public bool BothOrders { get; init; }

    /// <summary>One training each; the median is the result.</summary>
    public IReadOnlyList<ulong> Seeds { get; init; } = [1];

    /// <summary>Settings to choose among, on the development data.</summary>
    public SearchOptions Search { get; init; } = new();

    /// <summary>How the trainer is set up.</summary>
    /// <param name="sequences">Number of training sequences.</param>
    /// <param name="seed">The seed.</param>
    public TrainingOptions TrainingFor(int sequences, ulong seed)
    {
        long steps = Math.Max(1, (long)Math.Ceiling(sequences * Epochs / BatchSize));
        long every = Math.Clamp((long)Math.Round(sequences / (BatchSize * EvaluationsPerEpoch)), 1, steps);
        return new()
        {
            Steps = steps, Seed = seed, PeakLearningRate = PeakLearningRate, WarmupSteps = (long)Math.Round(WarmupRate * steps), Schedule = Schedule, ClipNorm = ClipNorm,
            Optimizer = Optimizer, LogEvery = Math.Max(1, steps / 100), EvaluateEvery = every, CheckpointEvery = every,
        };
    }

    /// <summary>Every reason why these settings, and those to choose among, cannot be used; empty if they can.</summary>
    public IEnumerable<RecipeProblem> Problems()
    {
        var problems = OwnProblems().Concat(Search.Problems()).ToList();
        if (problems.Exists(p => p.Path.StartsWith("search", StringComparison.Ordinal))) return problems;
        var searched = Search.Candidates(this).SelectMany(c => c.OwnProblems()).DistinctBy(p => p.Path).Where(p => !problems.Exists(told => told.Path == p.Path));
        return [.. problems, .. searched.Select(p => p with { Path = $"search.{p.Path}" })];
    }

    private IEnumerable<RecipeProblem> OwnProblems()
    {
        if (MaxLength is < 8 or > 1 << 16) yield return new("maxLength", $"{MaxLength} is not a length.", "Use 128, or what the texts need.");
        if (Epochs is not (> 0 and <= 10_000)) yield return new("epochs", $"{Epochs} is not a number of epochs.", "Use 3 for large data, 10 for small.");
        if (BatchSize is < 1 or > 1 << 16) yield return new("batchSize", $"{BatchSize} is not a number of sequences.", "Use 16 or 32.");
        if (PeakLearningRate is not (> 0 and < 1)) yield return new("peakLearningRate", $"{PeakLearningRate} is not a learning rate.", "Use 3e-5 for a base model, 3e-4 for a small one.");
        if (WarmupRate is not (>= 0 and <= 1)) yield return new("warmupRate", $"{WarmupRate} is not a fraction in [0, 1].", "Use 0.0625 or 0.1.");
        if (LayerDecay is not (> 0 and <= 1)) yield return new("layerDecay", $"{LayerDecay} is not a factor in (0, 1].", "Use 1 as COCO-LM, 0.8 as ELECTRA.");
        if (ClipNorm is not (>= 0 and < double.PositiveInfinity)) yield return new("clipNorm", $"{ClipNorm} is not a norm.", "Use 1, or 0 for no clipping.");
        if (Dropout is not (null or (>= 0 and < 1))) yield return new("dropout", $"{Dropout} is not a fraction in [0, 1).", "Leave it out to train as the model was pretrained.");
        if (EvaluationsPerEpoch is not (> 0 and <= 1000)) yield return new("evaluationsPerEpoch", $"{EvaluationsPerEpoch} is not a number of evaluations.", "Use 2.");
        if (Seeds.Count == 0) yield return new("seeds", "There is no seed.", "Use [1], or [1, 2, 3, 4, 5] for a median.");
        if (Seeds.Distinct().Count() != Seeds.Count) yield return new("seeds", "A seed is there twice: both would give the same.", "Use different ones.");
        foreach (var problem in Optimizer.Problems("optimizer").Concat(Head.Problems("head"))) yield return problem;
    }
}
