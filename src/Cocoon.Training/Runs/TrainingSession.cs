using System.Globalization;
using Cocoon.Tensors;

namespace Cocoon.Training;

/// <summary>How a session ended.</summary>
public enum TrainingOutcome
{
    /// <summary>All steps were taken.</summary>
    Completed,

    /// <summary>It was asked to stop, or its time was up; a checkpoint holds everything.</summary>
    Stopped,
}

/// <summary>One stretch of a run, from its newest checkpoint to its end or to a stop: trains, logs, evaluates, saves.</summary>
public sealed class TrainingSession : IDisposable
{
    private readonly RunLog _log;
    private readonly CheckpointStore _checkpoints;
    private readonly Trainer _trainer;
    private readonly ParameterStore _store;
    private readonly AdamW _optimizer;
    private readonly IHeldOutEvaluation? _evaluation;
    private readonly TrainingOptions _options;
    private readonly TimeProvider _time;
    private long _saved = -1; // the step whose checkpoint holds the present state

    /// <summary>Continues from the newest good checkpoint of the folder, if there is one.</summary>
    /// <param name="folder">The run; locked by the caller.</param>
    /// <param name="trainer">Trains.</param>
    /// <param name="store">The parameters: restored from the checkpoint.</param>
    /// <param name="optimizer">The moments: restored from the checkpoint.</param>
    /// <param name="evaluation">Held-out evaluation; null for none.</param>
    /// <param name="options">Settings, without problems.</param>
    /// <param name="time">The clock.</param>
    /// <param name="warn">Told what is damaged.</param>
    /// <exception cref="CheckpointException">The checkpoint was trained with another seed.</exception>
    public TrainingSession(RunFolder folder, Trainer trainer, ParameterStore store, AdamW optimizer, IHeldOutEvaluation? evaluation, TrainingOptions options, TimeProvider time, Action<string> warn)
    {
        (_trainer, _store, _optimizer, _evaluation, _options, _time) = (trainer, store, optimizer, evaluation, options, time);
        _checkpoints = CheckpointsOf(folder, options);
        _checkpoints.RemoveUnfinished();
        State = _checkpoints.Newest(warn) is { } newest ? Restore(newest.Folder) : new(0, 0, options.Seed);
        _log = new(folder, time);
        _log.Rewind(State.Step, State.EvaluationPending);
    }

    /// <summary>Where the run stands.</summary>
    public TrainingState State { get; private set; }

    /// <summary>Lets a run that has not begun start from the weights that its parameters have now: a checkpoint of step 0 holds them, so that it does
    /// however often it is killed.</summary>
    /// <param name="folder">The run; locked by the caller.</param>
    /// <param name="store">The parameters.</param>
    /// <param name="optimizer">The moments, all zeros.</param>
    /// <param name="options">Settings, without problems.</param>
    public static void SaveStart(RunFolder folder, ParameterStore store, AdamW optimizer, TrainingOptions options) =>
        CheckpointsOf(folder, options).Save(0, new TrainingState(0, 0, options.Seed).Files(store, optimizer));

    /// <summary>Trains until the last step, until <paramref name="limit"/> is over, or until <paramref name="stop"/> asks; then saves a checkpoint.</summary>
    /// <param name="onStep">Told after every step; the report is reused.</param>
    /// <param name="onEvaluation">Told the step and the measures of each evaluation.</param>
    /// <param name="limit">Longest time; null for no limit.</param>
    /// <param name="stop">Asks to stop after the present step; an evaluation is cut, and comes first when the run goes on.</param>
    /// <exception cref="TrainingHaltedException">The guard against non-finite losses ended the run; a checkpoint holds the last good weights.</exception>
    /// <exception cref="StorageFullException">A checkpoint could not be saved.</exception>
    public TrainingOutcome Run(Action<StepReport> onStep, Action<long, IReadOnlyDictionary<string, double>> onEvaluation, TimeSpan? limit, CancellationToken stop)
    {
        long began = _time.GetTimestamp();
        _log.Event(State.Step == 0 ? "started" : "resumed", State.Step, $"{_store.Count:N0} parameters");
        if (State.EvaluationPending) Evaluate(onEvaluation, stop);
        try
        {
            if (State.EvaluationPending) return Stopped("asked to stop");
            foreach (var report in _trainer.Steps(State.Step))
            {
                After(report, onStep, onEvaluation, stop);
                if (State.Step == _options.Steps && !State.EvaluationPending) continue;
                string? reason = stop.IsCancellationRequested ? "asked to stop" : limit <= _time.GetElapsedTime(began) ? "time limit" : null;
                if (reason is not null) return Stopped(reason);
            }
        }
        catch (TrainingHaltedException e)
        {
            Save();
            _log.Event("halted", State.Step, e.Message);
            throw;
        }
        Save();
        _log.Event("completed", State.Step, "all steps taken");
        return TrainingOutcome.Completed;
    }

    /// <summary>Gives the parameters the weights of the best checkpoint; leaves them alone if none was evaluated.</summary>
    /// <exception cref="CheckpointException">It is damaged.</exception>
    public void TakeBest()
    {
        if (State.Best is not { } best || best.Step == State.Step) return;
        string folder = _checkpoints.FolderOf(best.Step);
        CheckpointManifest.ReadAndVerify(folder);
        TrainingState.LoadModel(folder, _store);
    }

    public void Dispose() => _log.Dispose();

    private static CheckpointStore CheckpointsOf(RunFolder folder, TrainingOptions options) =>
        new(folder.Checkpoints, options.KeepLast, options.KeepEvery, Failpoint.FromEnvironment("checkpoint"), options.KeepAt);

    private TrainingState Restore(string checkpoint)
    {
        var state = TrainingState.Load(checkpoint, _store, _optimizer);
        if (state.Seed != _options.Seed) throw new CheckpointException(checkpoint, $"was trained with seed {state.Seed}, not {_options.Seed}");
        _checkpoints.NameLatest(checkpoint);
        _trainer.Skips.Restore(state.Skips);
        _saved = state.Step;
        return state;
    }

    private void After(StepReport report, Action<StepReport> onStep, Action<long, IReadOnlyDictionary<string, double>> onEvaluation, CancellationToken stop)
    {
        State = State with { Step = report.Step + 1, Tokens = State.Tokens + report.Tokens };
        if (report.SkipReason is { } reason)
        {
            State = State with { Skips = [.. _trainer.Skips.Steps] };
            _log.Event("skipped", report.Step, reason);
        }
        bool last = State.Step == _options.Steps;
        if (last || report.Skipped || report.Step % _options.LogEvery == 0) _log.Step(report, State.Tokens);
        onStep(report);
        if (_evaluation is not null && (IsKept || (_options.EvaluateEvery > 0 && State.Step % _options.EvaluateEvery == 0))) Evaluate(onEvaluation, stop);
        if (IsCheckpointDue) Save();
    }

    private bool IsKept => State.Step == _options.Steps || _options.KeepAt.Contains(State.Step);

    private bool IsCheckpointDue => IsKept || State.Step % _options.CheckpointEvery == 0;

    private void Evaluate(Action<long, IReadOnlyDictionary<string, double>> onEvaluation, CancellationToken stop)
    {
        if (_evaluation is null)
        {
            State = State with { EvaluationPending = false }; // there was one when the run was cut, and now there is none
            return;
        }
        var measures = _evaluation.Run(stop);
        bool wasPending = State.EvaluationPending;
        State = State with { EvaluationPending = measures is null };
        if (measures is null) return;
        if (wasPending) _saved = -1; // the checkpoint of this step does not know its evaluation
        _log.Evaluation(State.Step - 1, measures);
        double loss = _evaluation.LossOf(measures);
        bool measured = double.IsFinite(loss);
        if (measured && IsCheckpointDue && !(State.Best?.Loss <= loss)) State = State with { Best = new(State.Step, loss) };
        _log.Event("evaluated", State.Step, measured ? string.Create(CultureInfo.InvariantCulture, $"loss {loss:0.0000}") : "");
        onEvaluation(State.Step - 1, measures);
    }

    private TrainingOutcome Stopped(string reason)
    {
        Save();
        _log.Event("stopped", State.Step, reason);
        return TrainingOutcome.Stopped;
    }

    private void Save()
    {
        if (_saved == State.Step) return;
        _log.Flush();
        _checkpoints.Save(State.Step, State.Files(_store, _optimizer), State.Best?.Step);
        _saved = State.Step;
        _log.Event("checkpointed", State.Step, State.Best?.Step == State.Step ? "the best so far" : "");
    }
}
