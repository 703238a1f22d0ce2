using System.Globalization;
using Cocoon.Kernels;
using Cocoon.Training;

namespace Cocoon.Evaluation;

/// <summary>Told how a run of trainings goes.</summary>
public interface IFineTuningObserver
{
    /// <summary>A training begins, or goes on.</summary>
    /// <param name="trial">The training.</param>
    /// <param name="name">Its name.</param>
    /// <param name="number">Its number, from 1.</param>
    /// <param name="count">How many there are.</param>
    void Begin(FineTuningTrial trial, string name, int number, int count);

    /// <summary>A step was taken; the report is reused.</summary>
    void Step(StepReport report);

    /// <summary>The development data were measured.</summary>
    void Evaluation(long step, IReadOnlyDictionary<string, double> measures);

    /// <summary>A training ended.</summary>
    void End(TrialResult result);
}

/// <summary>The trainings of a task: every setting of the search once, the best of them with every seed, and the best model kept.</summary>
/// <remarks>
/// A training whose <c>result.json</c> is there is done; one with checkpoints goes on. So a run that was stopped or killed anywhere is repeated with the same
/// arguments, and comes to the same bits. Settings are chosen on the development data, as in the papers: what is reported for the chosen one is a little too good.
/// </remarks>
/// <param name="folder">The run; locked by the caller.</param>
/// <param name="input">Encoder and task.</param>
/// <param name="options">Settings without problems.</param>
/// <param name="kernels">What computes.</param>
/// <param name="time">The clock.</param>
/// <param name="warn">Told what is damaged.</param>
public sealed class FineTuningRun(RunFolder folder, FineTuningInput input, FineTuningOptions options, IKernels kernels, TimeProvider time, Action<string> warn)
{
    /// <summary>File with what all trainings came to.</summary>
    public const string ResultsFile = "results.json";

    /// <summary>Folder of the trainings.</summary>
    public const string TrialsFolder = "trials";

    private const string ResultFile = "result.json";

    private readonly long _began = time.GetTimestamp();
    private readonly List<TrialResult> _results = [];

    /// <summary>Trains until all is done, until <paramref name="limit"/> is over, or until <paramref name="stop"/> asks.</summary>
    /// <param name="observer">Told how it goes.</param>
    /// <param name="limit">Longest time of this stretch; null for no limit.</param>
    /// <param name="stop">Asks to stop after the present step.</param>
    /// <returns>What it came to; null if it was stopped, with a checkpoint.</returns>
    /// <exception cref="TrainingHaltedException">The guard against non-finite losses ended a training.</exception>
    public FineTuningResults? Run(IFineTuningObserver observer, TimeSpan? limit, CancellationToken stop)
    {
        _results.Clear();
        var candidates = options.Search.Candidates(options);
        int count = candidates.Count + options.Seeds.Count - 1;
        foreach (var candidate in candidates)
            if (!RunTrial(candidate, options.Seeds[0], count, observer, limit, stop)) return null;
        int best = Enumerable.Range(0, candidates.Count).MaxBy(i => _results[i].Score);
        foreach (ulong seed in options.Seeds.Skip(1))
            if (!RunTrial(candidates[best], seed, count, observer, limit, stop)) return null;
        var results = FineTuningResults.Of(input.Task.Settings, _results, chosen: _results[best]);
        Keep(results);
        return results;
    }

    /// <summary>Reads what a run came to; null if it is not done.</summary>
    public static FineTuningResults? ReadResults(string folder)
    {
        string path = Path.Combine(folder, ResultsFile);
        return File.Exists(path) ? EvaluationJson.Read<FineTuningResults>(path) : null;
    }

    private bool RunTrial(FineTuningOptions setting, ulong seed, int count, IFineTuningObserver observer, TimeSpan? limit, CancellationToken stop)
    {
        string name = NameOf(setting, seed);
        var place = new RunFolder(Path.Combine(folder.Path, TrialsFolder, name));
        string file = Path.Combine(place.Path, ResultFile);
        if (!File.Exists(file))
        {
            using var trial = new FineTuningTrial(place, input, setting, seed, kernels, time, warn);
            observer.Begin(trial, name, _results.Count + 1, count);
            if (trial.Run(observer.Step, observer.Evaluation, Left(limit), stop) is not { } result) return false;
            EvaluationJson.Write(file, result);
            observer.End(result);
        }
        _results.Add(EvaluationJson.Read<TrialResult>(file));
        if (Directory.Exists(place.Checkpoints)) Directory.Delete(place.Checkpoints, recursive: true); // moments and all, several times the model
        return true;
    }

    /// <summary>The chosen training's model becomes that of the run; the others' go.</summary>
    private void Keep(FineTuningResults results)
    {
        string kept = new RunFolder(Path.Combine(folder.Path, TrialsFolder, results.Kept)).Model;
        if (Directory.Exists(kept))
        {
            if (Directory.Exists(folder.Model)) Directory.Delete(folder.Model, recursive: true);
            Directory.Move(kept, folder.Model);
        }
        foreach (var trial in results.Trials)
            if (new RunFolder(Path.Combine(folder.Path, TrialsFolder, trial.Name)).Model is var model && Directory.Exists(model)) Directory.Delete(model, recursive: true);
        EvaluationJson.Write(Path.Combine(folder.Path, ResultsFile), results);
    }

    private TimeSpan? Left(TimeSpan? limit) => limit is { } all ? TimeSpan.FromTicks(Math.Max(0, (all - time.GetElapsedTime(_began)).Ticks)) : null;

    /// <summary>What is searched, and the seed: <c>lr-3e-05-epochs-10-seed-1</c>.</summary>
    private string NameOf(FineTuningOptions setting, ulong seed)
    {
        var search = options.Search;
        var parts = new List<string>();
        void Add(int values, string name, double value)
        {
            if (values > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{name}-{value}"));
        }

        Add(search.PeakLearningRate.Count, "lr", setting.PeakLearningRate);
        Add(search.Epochs.Count, "epochs", setting.Epochs);
        Add(search.BatchSize.Count, "batch", setting.BatchSize);
        Add(search.WarmupRate.Count, "warmup", setting.WarmupRate);
        parts.Add(string.Create(CultureInfo.InvariantCulture, $"seed-{seed}"));
        return string.Join('-', parts);
    }
}
