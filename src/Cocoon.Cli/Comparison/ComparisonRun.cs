using Cocoon.Evaluation;

namespace Cocoon.Cli;

/// <summary>One sitting of a comparison: does the parts that are not complete, in the order of the plan, until the end, a limit or a request to stop.</summary>
/// <param name="folder">The comparison; locked by the caller.</param>
/// <param name="manifest">What was begun.</param>
/// <param name="plan">The parts that are wanted.</param>
/// <param name="data">Where the training text lies now; null: where it was.</param>
/// <param name="evaluationData">Where the held-out text lies now; null: where it was.</param>
/// <param name="threads">How many threads; 0: one per processor.</param>
/// <param name="console">Told how it goes.</param>
/// <param name="interruption">Asks to stop.</param>
internal sealed class ComparisonRun(ComparisonFolder folder, ComparisonManifest manifest, ComparisonPlan plan, string? data, string? evaluationData, int threads, CommandConsole console, Interruption interruption)
{
    private readonly long _began = TimeProvider.System.GetTimestamp();

    /// <summary>Goes on.</summary>
    /// <param name="limit">Longest time; null for no limit.</param>
    /// <returns>True if every part that is wanted is complete now.</returns>
    public bool Run(TimeSpan? limit)
    {
        interruption.BecomeGraceful(console.Say);
        var models = new ComparedModels(folder, manifest, data, threads, console);
        bool complete = plan.Pretrainings.Where(p => !folder.IsComplete(p)).All(p => Do(p.Folder, limit, () => Pretrain(p, limit)))
            && plan.FineTunings.Where(p => !folder.IsComplete(p)).All(p => Do(p.Folder, limit, () => models.FineTune(p, Left(limit), interruption.Stop)));
        ComparisonReport.Write(folder, manifest);
        return complete;
    }

    /// <summary>Does a part unless the sitting is over; false if it is not complete then.</summary>
    private bool Do(string name, TimeSpan? limit, Func<bool> part)
    {
        if (interruption.Stop.IsCancellationRequested || Left(limit) <= TimeSpan.Zero) return false;
        console.Say($"{folder.CompleteParts(plan) + 1} of {plan.Count}: {name}");
        if (!part()) return false;
        ComparisonReport.Write(folder, manifest);
        return true;
    }

    private TimeSpan? Left(TimeSpan? limit) => limit - TimeProvider.System.GetElapsedTime(_began);

    private bool Pretrain(PretrainingPart part, TimeSpan? limit)
    {
        var (run, competitor) = (folder.RunOf(part), manifest.Competitors.First(c => c.Name == part.Competitor));
        using var engine = new Engine(competitor.Recipe.Precision, threads);
        using var training = File.Exists(run.Recipe)
            ? PretrainingRun.Resume(run.Path, data, evaluationData, engine, TimeProvider.System, console.Say)
            : PretrainingRun.Begin(run.Path, competitor.Recipe, manifest.Provenance.Data.Open(data), manifest.Provenance.EvaluationData?.Open(evaluationData), start: null, engine, TimeProvider.System, console.Say);
        int exit = PretrainCommand.Train(training, engine, PretrainingPlan.Of(competitor.Recipe), new PeakMeasurement(engine.Kernels), console, Left(limit), interruption);
        return exit == ExitCode.Ok;
    }
}
