using System.Text.Json;
using Cocoon.Determinism;
using Cocoon.Text;
using Cocoon.Training;
using Spectre.Console.Rendering;

namespace Cocoon.Cli;

/// <summary>Shows a run: how far it is, what it measures, what happened; or one of its batches.</summary>
internal static class RunInspection
{
    private const int EventsShown = 8, Width = 110;

    /// <summary>Shows how a run stands.</summary>
    public static void Show(CommandConsole console, string path)
    {
        var folder = new RunFolder(path);
        var recipe = PretrainingRun.ReadRecipe(path);
        var provenance = PretrainingRun.ReadProvenance(path);
        var metrics = MetricsLog.Read(folder.Metrics);
        var events = JsonLinesLog.Read(folder.Events).ToList();
        var newest = ModelLocator.NewestCheckpoint(path, console.Say);
        var last = metrics.Names.ToDictionary(n => n, n => metrics.Last(n)!.Value);
        console.Facts(new { Kind = "run", recipe.Name, Steps = recipe.Training.Steps, NewestCheckpoint = newest?.Step, HasModel = ModelLocator.IsModel(folder.Model), Last = last, provenance, Events = events },
        [
            CommandConsole.Columns(
            [
                ("kind", "run"),
                ("recipe", recipe.Name),
                ("steps", $"{(metrics.LastStep ?? -1) + 1:N0} of {recipe.Training.Steps:N0} logged; newest checkpoint {(newest is { } n ? $"at {n.Step:N0}, whole" : "none")}"),
                ("model", ModelLocator.IsModel(folder.Model) ? folder.Model : "not written yet"),
                ("text", $"{provenance.Data.Folder}: {provenance.Data.Tokens:N0} tokens"),
                ("started with", $"{provenance.Kernels}, cocoon {provenance.Version}"),
                .. provenance.From?.Lines ?? [],
            ]),
            CommandConsole.Line("\nlast values"),
            CommandConsole.Columns(last.Select(m => ("  " + m.Key, m.Value.ToString("#,0.####", System.Globalization.CultureInfo.InvariantCulture)))),
            CommandConsole.Line("\nlast events"),
            .. events.TakeLast(EventsShown).Select(e => CommandConsole.Line(Describe(e))),
        ]);
    }

    /// <summary>Shows the batch of a step as the newest weights see it.</summary>
    public static void ShowBatch(CommandConsole console, string path, long step, int sequences, string? data)
    {
        var recipe = PretrainingRun.ReadRecipe(path);
        if (step >= recipe.Training.Steps) throw new UsageException($"--batch {step}: the run has the steps 0 to {recipe.Training.Steps - 1}.");
        using var text = PretrainingRun.ReadProvenance(path).Data.Open(data);
        using var model = ModelLocator.Load(path, console.Say);
        using var engine = new Engine(recipe.Precision, threads: 0);
        var batch = new TokenBatch();
        long micro = step * recipe.Training.Accumulate;
        RunText.BatchesOf(recipe, text).Read(micro, batch);
        var shown = new BatchInspection(engine.Kernels, model).Examine(batch, new StepKey(recipe.Training.Seed, (uint)micro), sequences);
        console.Facts(new { Step = step, batch.Sequences, batch.Tokens, Shown = shown.Select(s => s.Tokens), OtherViews = shown.Select(s => s.OtherView) }, Draw(step, batch, shown, console.Width ?? Width));
    }

    private static IEnumerable<IRenderable> Draw(long step, TokenBatch batch, IReadOnlyList<InspectedSequence> sequences, int width)
    {
        yield return CommandConsole.Line($"step {step:N0}: {batch.Sequences:N0} sequences, {batch.Tokens:N0} tokens; · unchanged, = the sample is the original, detected = probability of being replaced, ✓ corrected to the original");
        for (int s = 0; s < sequences.Count; s++)
        {
            var (tokens, view) = sequences[s];
            var masked = tokens.Where(t => t.IsMasked).ToList();
            yield return CommandConsole.Line($"\nsequence {s}: {masked.Count} of {tokens.Count} {(masked.All(t => t.Masked is null) ? "asked for" : "masked")}" + (masked.Count == 0 ? "" : masked.All(t => t.Sampled is null)
                ? $", {masked.Count(t => t.Corrected == t.Original)} guessed"
                : $", {masked.Count(t => t.IsReplaced)} replaced, {masked.Count(t => t.IsReplaced && t.WrongProbability > 0.5)} of them detected, {masked.Count(t => t.IsReplaced && t.Corrected == t.Original)} corrected"));
            foreach (var block in TokenTable.Draw(tokens, width)) yield return block;
            if (view is not null) yield return CommandConsole.Line($"contrasted with: {(view.SequenceEqual(tokens.Select(t => t.Original)) ? "the same, under another dropout mask" : string.Join(' ', view))}");
        }
    }

    private static string Describe(JsonElement line) =>
        $"  {line.GetProperty("time").GetString()}  step {line.GetProperty("step").GetInt64(),8:N0}  {line.GetProperty("event").GetString()}  {line.GetProperty("reason").GetString()}".TrimEnd();
}
