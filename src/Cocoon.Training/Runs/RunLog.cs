using System.Text.Json;

namespace Cocoon.Training;

/// <summary>Writes what a run does: losses, times, events, TensorBoard curves.</summary>
public sealed class RunLog : IDisposable
{
    private readonly JsonLinesLog _metrics, _timing, _events;
    private readonly TensorBoardLog _board;
    private readonly TimeProvider _time;

    /// <param name="folder">The run.</param>
    /// <param name="time">The clock of events.</param>
    public RunLog(RunFolder folder, TimeProvider time)
    {
        _time = time;
        (_metrics, _timing, _events) = (new(folder.Metrics), new(folder.Timing), new(folder.Events));
        _board = new(folder.TensorBoard, time);
        if (File.Exists(folder.Recipe)) _board.Text("recipe", 0, $"```\n{File.ReadAllText(folder.Recipe)}\n```");
    }

    /// <summary>Removes what was logged from a step on: it will happen again.</summary>
    /// <param name="step">The first step that will be taken.</param>
    /// <param name="evaluationPending">True if the evaluation before that step will happen again too.</param>
    public void Rewind(long step, bool evaluationPending)
    {
        _metrics.Rewind(line => StepOf(line) < step && !(evaluationPending && StepOf(line) == step - 1 && line.TryGetProperty("eval", out _)));
        _timing.Rewind(line => StepOf(line) < step);
    }

    /// <summary>Writes a step.</summary>
    /// <param name="report">What happened.</param>
    /// <param name="tokens">Tokens since the start of the run.</param>
    public void Step(StepReport report, long tokens)
    {
        _metrics.Write(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("step", report.Step);
            json.WriteNumber("tokens", tokens);
            Number(json, "loss", report.Loss);
            json.WriteStartObject("terms");
            foreach (var (name, value, _) in report.Terms) Number(json, name, value);
            json.WriteEndObject();
            Number(json, "learningRate", report.LearningRate);
            Number(json, "gradientNorm", report.GradientNorm);
            if (report.Clipped) json.WriteBoolean("clipped", true);
            if (report.Skipped) json.WriteBoolean("skipped", true);
            json.WriteEndObject();
        });
        _timing.Write(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("step", report.Step);
            Number(json, "seconds", report.Seconds);
            Number(json, "tokensPerSecond", report.Tokens / report.Seconds);
            json.WriteNumber("managedBytes", report.ManagedBytes);
            json.WriteNumber("residentBytes", Environment.WorkingSet);
            json.WriteEndObject();
        });
        foreach (var (name, value, _) in report.Terms) _board.Scalar($"train/{name}", report.Step, value);
        _board.Scalar("train/loss", report.Step, report.Loss);
        _board.Scalar("train/learning_rate", report.Step, report.LearningRate);
        _board.Scalar("train/gradient_norm", report.Step, report.GradientNorm);
        _board.Flush();
    }

    /// <summary>Writes an evaluation.</summary>
    /// <param name="step">The last step taken before it.</param>
    /// <param name="measures">What was measured.</param>
    public void Evaluation(long step, IReadOnlyDictionary<string, double> measures)
    {
        _metrics.Write(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("step", step);
            json.WriteStartObject("eval");
            foreach (var (name, value) in measures) Number(json, name, value);
            json.WriteEndObject();
            json.WriteEndObject();
        });
        foreach (var (name, value) in measures) _board.Scalar($"eval/{name}", step, value);
        _board.Flush();
    }

    /// <summary>Writes an event.</summary>
    /// <param name="kind">What happened, one word.</param>
    /// <param name="step">Steps taken so far.</param>
    /// <param name="reason">Why, for people.</param>
    public void Event(string kind, long step, string reason) => _events.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("time", _time.GetUtcNow());
        json.WriteString("event", kind);
        json.WriteNumber("step", step);
        json.WriteString("reason", reason);
        json.WriteEndObject();
    });

    /// <summary>Makes everything durable.</summary>
    public void Flush()
    {
        _metrics.Flush();
        _timing.Flush();
        _events.Flush();
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _timing.Dispose();
        _events.Dispose();
        _board.Dispose();
    }

    private static long StepOf(JsonElement line) =>
        line.TryGetProperty("step", out var step) && step.ValueKind == JsonValueKind.Number && step.TryGetInt64(out long number) ? number : long.MaxValue;

    // JSON has no word for what is not a number.
    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }
}
