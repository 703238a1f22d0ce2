using System.Globalization;
using Cocoon.Training;

namespace Cocoon.Cli;

/// <summary>Shows a training as it goes: one line drawn over on a terminal, a plain line every logged step elsewhere.</summary>
public sealed class TrainingDisplay
{
    private static readonly TimeSpan s_redraw = TimeSpan.FromMilliseconds(200);

    /// <summary>What is shown of an evaluation beside the losses; everything is in metrics.jsonl.</summary>
    private static readonly string[] s_headlines = ["auxiliary.accuracy", "detection.auc", "detection.f1", "correction.accuracy.replaced", "state.alignment", "state.uniformity"];

    private readonly CommandConsole _console;
    private readonly TimeProvider _time;
    private readonly long _steps, _logEvery;
    private readonly double _flopsPerToken, _peak;
    private long _shown, _tokens;
    private double _seconds, _speed;

    /// <param name="console">Where to show it.</param>
    /// <param name="recipe">Tells the number of steps and how often to log.</param>
    /// <param name="plan">Tells the operations of a token.</param>
    /// <param name="peak">Floating-point operations a second of the matrix kernel; 0 if it was not measured.</param>
    /// <param name="time">The clock.</param>
    public TrainingDisplay(CommandConsole console, Recipe recipe, PretrainingPlan plan, double peak, TimeProvider time)
    {
        (_console, _time, _steps, _logEvery, _peak) = (console, time, recipe.Training.Steps, recipe.Training.LogEvery, peak);
        _flopsPerToken = plan.TotalFlopsPerStep / plan.TokensPerStep;
        _shown = time.GetTimestamp();
    }

    /// <summary>Shows a step.</summary>
    public void Show(StepReport step)
    {
        (_tokens, _seconds) = (_tokens + step.Tokens, _seconds + step.Seconds);
        bool logged = (step.Step + 1) % _logEvery == 0 || step.Step + 1 == _steps;
        if (logged) (_speed, _tokens, _seconds) = (_tokens / Math.Max(_seconds, 1e-9), 0, 0);
        if (step.Skipped) Say($"step {step.Step + 1:N0}: a loss or gradient was not finite; the weights were left alone.");
        if (_console.Interactive && step.Step + 1 < _steps)
        {
            if (_time.GetElapsedTime(_shown) < s_redraw) return;
            _shown = _time.GetTimestamp();
            _console.Redraw(Line(step));
        }
        else if (logged) Say(Line(step));
    }

    /// <summary>Shows an evaluation: the losses and what was asked of the model.</summary>
    public void ShowEvaluation(long step, IReadOnlyDictionary<string, double> measures) =>
        Say($"step {step + 1:N0}, held out: {string.Join("  ", measures.Where(m => !m.Key.Contains('.', StringComparison.Ordinal) || s_headlines.Contains(m.Key)).Select(m => $"{m.Key} {Number(m.Value)}"))}");

    /// <summary>Says something between steps, on a line of its own.</summary>
    public void Say(string line)
    {
        if (_console.Interactive) _console.Redraw("");
        _console.Say(_console.Interactive ? "\r" + line : line);
    }

    private string Line(StepReport step)
    {
        string terms = string.Join("  ", step.Terms.Select(t => $"{t.Name} {Number(t.Value)}"));
        double speed = _speed > 0 ? _speed : step.Tokens / Math.Max(step.Seconds, 1e-9);
        string share = _peak > 0 ? string.Create(CultureInfo.InvariantCulture, $"  {speed * _flopsPerToken / _peak:P0} of peak") : "";
        var left = TimeSpan.FromSeconds((_steps - step.Step - 1) * (step.Tokens / Math.Max(speed, 1e-9)));
        return string.Create(CultureInfo.InvariantCulture,
            $"step {step.Step + 1:N0}/{_steps:N0}  loss {Number(step.Loss)}  {terms}  {speed:N0} tokens/s{share}  lr {step.LearningRate:0.00e-0}  {CommandConsole.Time(left)} left");
    }

    private static string Number(double value) => Math.Abs(value) < 1 ? value.ToString("0.0000", CultureInfo.InvariantCulture) : value.ToString("0.000", CultureInfo.InvariantCulture);
}
