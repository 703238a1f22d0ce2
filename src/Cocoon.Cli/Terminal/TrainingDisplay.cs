using System.Globalization;
using Cocoon.Training;
using Spectre.Console;

namespace Cocoon.Cli;

/// <summary>Shows a training as it goes: a bar with figures on a terminal, a plain line every logged step elsewhere.</summary>
public sealed class TrainingDisplay
{
    private static readonly TimeSpan s_redraw = TimeSpan.FromMilliseconds(200);

    /// <summary>What is shown of an evaluation beside the losses; everything is in metrics.jsonl.</summary>
    private static readonly string[] s_headlines = ["auxiliary.accuracy", "detection.auc", "detection.f1", "correction.accuracy.replaced", "state.alignment", "state.uniformity"];

    private readonly CommandConsole _console;
    private readonly LiveBar? _bar;
    private readonly PeakMeasurement _peak;
    private readonly TimeProvider _time;
    private readonly long _steps, _logEvery;
    private readonly PretrainingPlan _plan;
    private long _shown, _tokens;
    private double _seconds, _speed, _share;
    private bool _logged;

    /// <param name="console">Where to show it.</param>
    /// <param name="bar">The bar; null where nothing can be drawn over.</param>
    /// <param name="recipe">Tells the number of steps and how often to log.</param>
    /// <param name="plan">Tells the operations of a token.</param>
    /// <param name="peak">What the speed is held against.</param>
    /// <param name="time">The clock.</param>
    public TrainingDisplay(CommandConsole console, LiveBar? bar, Recipe recipe, PretrainingPlan plan, PeakMeasurement peak, TimeProvider time)
    {
        (_console, _bar, _peak, _time, _steps, _logEvery, _plan) = (console, bar, peak, time, recipe.Training.Steps, recipe.Training.LogEvery, plan);
    }

    /// <summary>Shows a step.</summary>
    public void Show(StepReport step)
    {
        (_tokens, _seconds) = (_tokens + step.Tokens, _seconds + step.Seconds);
        bool last = step.Step + 1 == _steps, logged = last || (step.Step + 1) % _logEvery == 0;
        if (logged || !_logged)
        {
            _speed = _tokens / Math.Max(_seconds, 1e-9);
            _share = _peak.ShareOf(_speed / _plan.TokensPerStep * _plan.FlopsOf(step.Step));
        }
        if (logged) (_logged, _tokens, _seconds) = (true, 0, 0);
        if (step.Skipped) _console.Say($"step {step.Step + 1:N0}: a loss or gradient was not finite; the weights were left alone.");
        if (_bar is null ? logged : last) _console.Say($"{Step(step)}  {Losses(step)}  {Figures(step)}  {Left(step)}");
        if (_bar is null || _time.GetElapsedTime(_shown) < s_redraw) return;
        _shown = _time.GetTimestamp();
        _bar.Draw(Step(step), (step.Step + 1.0) / _steps, Left(step),
            new Rows(new Paragraph(Losses(step)), new Paragraph($"{Figures(step)}  memory {CommandConsole.Bytes(Environment.WorkingSet)}", new(decoration: Decoration.Dim))));
    }

    /// <summary>Shows an evaluation: the losses and what was asked of the model.</summary>
    public void ShowEvaluation(long step, IReadOnlyDictionary<string, double> measures)
    {
        _console.Say($"step {step + 1:N0}, held out: {string.Join("  ", measures.Where(m => !m.Key.Contains('.', StringComparison.Ordinal) || s_headlines.Contains(m.Key)).Select(m => $"{m.Key} {Number(m.Value)}"))}");
        _peak.Repeat(); // the moment costs little, and the first may have been a busy one
    }

    private string Step(StepReport step) => $"step {step.Step + 1:N0}/{_steps:N0}";

    private static string Losses(StepReport step) => $"loss {Number(step.Loss)}  {string.Join("  ", step.Terms.Select(t => $"{t.Name} {Number(t.Value)}"))}";

    private string Figures(StepReport step) => string.Create(CultureInfo.InvariantCulture, $"{_speed:N0} tokens/s  {_share:P0} of peak  lr {step.LearningRate:0.00e-0}");

    private string Left(StepReport step) => $"{CommandConsole.Time(TimeSpan.FromSeconds((_plan.Flops - _plan.FlopsBefore(step.Step + 1)) / _plan.FlopsOf(step.Step) * step.Tokens / Math.Max(_speed, 1e-9)))} left";

    private static string Number(double value) => Math.Abs(value) < 1 ? value.ToString("0.0000", CultureInfo.InvariantCulture) : value.ToString("0.000", CultureInfo.InvariantCulture);
}
