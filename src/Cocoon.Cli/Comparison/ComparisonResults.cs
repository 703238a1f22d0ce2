using System.Text;
using System.Text.Json;
using Cocoon.Evaluation;

namespace Cocoon.Cli;

/// <summary>What is known of a comparison: read from the folders of its parts, which alone are the truth.</summary>
/// <param name="Pretraining">Where the competitors stood at each fraction that they reached.</param>
/// <param name="FineTuning">What each fine-tuning came to.</param>
public sealed record ComparisonResults(IReadOnlyList<PretrainingPoint> Pretraining, IReadOnlyList<FineTuningPoint> FineTuning)
{
    /// <summary>Reads them.</summary>
    public static ComparisonResults Read(ComparisonFolder folder, ComparisonManifest manifest) => new(
        [.. manifest.Competitors.SelectMany(c => PretrainingPoint.Of(c, manifest.Comparison.Fractions, folder))],
        [.. ComparisonPlan.Of(manifest.Comparison).FineTunings.SelectMany(part => FineTuningPoint.Of(part, folder))]);

    /// <summary>The scores as a table.</summary>
    public ScoreTable Scores(ComparisonOptions comparison) => new([.. comparison.Tasks.Select(t => t.Task)], comparison.Seeds,
        FineTuning.Select(p => new Score(p.Competitor, p.Fraction, p.Task, p.Seed, p.Score)));

    /// <summary>Writes every number as JSON lines; what was there is replaced.</summary>
    public void Write(ComparisonFolder folder)
    {
        var lines = new StringBuilder();
        foreach (var point in Pretraining) lines.Append(Line("pretraining", point)).Append('\n');
        foreach (var point in FineTuning) lines.Append(Line("fineTuning", point)).Append('\n');
        ComparisonFolder.WriteText(folder.Results, lines.ToString());
    }

    private static string Line<T>(string kind, T result)
    {
        var fields = JsonSerializer.SerializeToNode(result, CommandConsole.OneLine)!.AsObject();
        fields.Insert(0, "result", kind);
        return fields.ToJsonString(CommandConsole.OneLine);
    }
}
