using Cocoon.Tensors;
using Cocoon.Training;

namespace Cocoon.Cli;

/// <summary>Whole training steps of a recipe on synthetic text, timed round by round.</summary>
internal sealed class StepBenchmark : IDisposable
{
    private readonly Engine _engine;
    private readonly TrainedModel _model;
    private readonly AdamW _optimizer;
    private readonly Trainer _trainer;
    private readonly IEnumerator<StepReport> _steps;
    private readonly PeakMeasurement _peak;

    /// <param name="recipe">What to train; its number of steps is not used.</param>
    /// <param name="threads">How many threads; 0: one per processor.</param>
    public StepBenchmark(Recipe recipe, int threads)
    {
        _engine = new(recipe.Precision, threads);
        var tokenizer = SyntheticText.Tokenizer(recipe.Model.VocabularySize);
        _model = TrainedModel.Create(recipe.Model, recipe.Objective, recipe.Precision, tokenizer, recipe.Training.Seed);
        _optimizer = new(_engine.Kernels, _model.Parameters, recipe.Training.Optimizer);
        var options = recipe.Training with { Steps = uint.MaxValue / recipe.Training.Accumulate, WarmupSteps = 0 };
        var text = new SyntheticText(recipe.Data.SequencesPerBatch, recipe.Data.SequenceLength, tokenizer);
        _trainer = new(_model.Objective, text, _model.Parameters, _optimizer, _engine.Kernels, options, TimeProvider.System);
        var opening = recipe.Objective.Opening(recipe.Model, recipe.Data.SequencesPerBatch, recipe.Data.SequenceLength);
        _steps = _trainer.Steps(opening.Steps).GetEnumerator(); // from the first step with everything in it
        _peak = new(_engine.Kernels);
    }

    /// <summary>What computes, for people.</summary>
    public string Kernels => _engine.Kernels.Description;

    /// <summary>Number of threads.</summary>
    public int Threads => _engine.Threads;

    /// <summary>Takes steps that are not measured: they compile code and touch memory.</summary>
    public void WarmUp(int steps)
    {
        for (int i = 0; i < steps; i++) _steps.MoveNext();
    }

    /// <summary>Takes steps and measures them.</summary>
    /// <param name="steps">How many, at least 1.</param>
    /// <param name="profile">Filled with the operations; null: they are not measured.</param>
    public BenchmarkRound Run(int steps, TapeProfile? profile)
    {
        _peak.Repeat();
        _trainer.Profile = profile;
        var times = new List<(double Step, double Forward, double Backward)>(steps);
        long allocated = 0, tokens = 0;
        for (int i = 0; i < steps; i++)
        {
            _steps.MoveNext();
            var report = _steps.Current;
            tokens = report.Tokens;
            allocated = Math.Max(allocated, report.ManagedBytes);
            times.Add((report.Seconds, report.ForwardSeconds, report.BackwardSeconds));
        }
        _trainer.Profile = null;
        times.Sort();
        var best = times[0];
        return new(tokens / best.Step, tokens / times[steps / 2].Step, best.Forward, best.Backward, best.Step - best.Forward - best.Backward, _peak.Flops, allocated, Machine.PeakResident);
    }

    public void Dispose()
    {
        _steps.Dispose();
        _trainer.Dispose();
        _optimizer.Dispose();
        _model.Dispose();
        _engine.Dispose();
    }
}
