using System.Globalization;
using Cocoon.Evaluation;
using Cocoon.Training;

namespace Cocoon.Cli;

/// <summary>Shows fine-tuning as it goes: a bar on a terminal, a plain line every logged step elsewhere.</summary>
/// <param name="console">Where to show it.</param>
/// <param name="bar">The bar; null where nothing can be drawn over.</param>
/// <param name="time">The clock.</param>
public sealed class FineTuningDisplay(CommandConsole console, LiveBar? bar, TimeProvider time) : IFineTuningObserver
{
    private static readonly TimeSpan s_redraw = TimeSpan.FromMilliseconds(200);

    private TrainingOptions _training = new();
    private string _name = "";
    private int _number, _count;
    private long _shown, _steps;
    private double _seconds;

    /// <inheritdoc/>
    public void Begin(FineTuningTrial trial, string name, int number, int count)
    {
        (_training, _name, _number, _count, _steps, _seconds) = (trial.Training, name, number, count, 0, 0);
        console.Say($"training {number} of {count}, {name}: {trial.Training.Steps:N0} steps{(trial.Step > 0 ? $", {trial.Step:N0} are taken" : "")}");
    }

    /// <inheritdoc/>
    public void Step(StepReport report)
    {
        (_steps, _seconds) = (_steps + 1, _seconds + report.Seconds);
        bool last = report.Step + 1 == _training.Steps, logged = last || (report.Step + 1) % (10 * _training.LogEvery) == 0;
        if (report.Skipped) console.Say($"step {report.Step + 1:N0}: a loss or gradient was not finite; the weights were left alone.");
        if (bar is null && logged) console.Say($"step {report.Step + 1:N0}/{_training.Steps:N0}  loss {Number(report.Loss)}  {Left(report)}");
        if (bar is null || time.GetElapsedTime(_shown) < s_redraw) return;
        _shown = time.GetTimestamp();
        bar.Draw($"{_name} ({_number}/{_count})", (report.Step + 1.0) / _training.Steps, $"loss {Number(report.Loss)}, {Left(report)}");
    }

    /// <inheritdoc/>
    public void Evaluation(long step, IReadOnlyDictionary<string, double> measures) =>
        console.Say($"step {step + 1:N0}, development: {Measures(measures)}");

    /// <inheritdoc/>
    public void End(TrialResult result) => console.Say($"{result.Name}: best after step {result.BestStep:N0}: {Measures(result.Measures)}");

    /// <summary>Measures in one line.</summary>
    public static string Measures(IEnumerable<KeyValuePair<string, double>> measures) => string.Join("  ", measures.Select(m => $"{m.Key} {Number(m.Value)}"));

    /// <summary>A number as people read it.</summary>
    public static string Number(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private string Left(StepReport report)
    {
        double step = _seconds / Math.Max(1, _steps), here = (_training.Steps - report.Step - 1) * step, all = here + (_count - _number) * (double)_training.Steps * step;
        return CommandConsole.Time(TimeSpan.FromSeconds(here)) + (_number == _count ? " left" : $" left of {_number}/{_count}, {CommandConsole.Time(TimeSpan.FromSeconds(all))} of all");
    }
}
