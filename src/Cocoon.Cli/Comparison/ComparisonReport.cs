using System.Globalization;
using System.Text.Json;
using Cocoon.Evaluation;

namespace Cocoon.Cli;

/// <summary>Writes report.html and results.jsonl of a comparison from what lies in its folder.</summary>
internal static class ComparisonReport
{
    private static readonly string[] s_pretraining = ["", "parameters", "steps", "million tokens", "PFLOP", "seconds", "planned s a step"];

    /// <summary>Writes both; what was there is replaced.</summary>
    public static void Write(ComparisonFolder folder, ComparisonManifest manifest)
    {
        var results = ComparisonResults.Read(folder, manifest);
        results.Write(folder);
        var page = new HtmlPage(manifest.Comparison.Name).Facts(Facts(folder, manifest));
        if (manifest.Tasks.Count > 0) new ScoreReport(manifest.Comparison, results.Scores(manifest.Comparison)).Write(page);
        WritePretraining(page, manifest, results.Pretraining);
        page.Text("Again", Commands(folder, manifest))
            .Text("Comparison", JsonSerializer.Serialize(manifest.Comparison, RecipeJson.Strict))
            .Text("Fine-tuning", JsonSerializer.Serialize(manifest.Tasks, RecipeJson.Strict))
            .Text("Provenance", JsonSerializer.Serialize(manifest.Provenance, RecipeJson.Strict));
        ComparisonFolder.WriteText(folder.Report, page.ToString());
    }

    private static IEnumerable<(string, string)> Facts(ComparisonFolder folder, ComparisonManifest manifest)
    {
        var (comparison, provenance) = (manifest.Comparison, manifest.Provenance);
        var plan = ComparisonPlan.Of(comparison);
        yield return ("complete", $"{folder.CompleteParts(plan):N0} of {plan.Count:N0} parts");
        yield return ("budget", $"{comparison.Budget} of pretraining each; auxiliary models, sampling and second passes count, evaluations and checkpoints do not");
        yield return ("competitors", string.Join(", ", comparison.Competitors.Select(c => c.Name)));
        yield return ("seeds", $"pretraining {comparison.PretrainingSeed}, fine-tuning {string.Join(", ", comparison.Seeds)}");
        yield return ("training text", $"{provenance.Data.Documents:N0} documents, {provenance.Data.Tokens:N0} tokens, fingerprint {provenance.Data.Fingerprint[..16]}…");
        yield return ("processor", $"{provenance.Cpu}; {provenance.Kernels}; {provenance.Threads} threads");
        yield return ("version", $"{provenance.Version} {provenance.Commit}".Trim());
    }

    private static void WritePretraining(HtmlPage page, ComparisonManifest manifest, IReadOnlyList<PretrainingPoint> points)
    {
        string[] names = [.. points.SelectMany(p => p.HeldOut.Keys).Distinct().Order(StringComparer.Ordinal)];
        page.Heading("Pretraining")
            .Paragraph("The learning rate of every run ends with its budget. Seconds are the mean of the logged steps times their number; tokens are at most as many. Losses of different objectives do not compare.")
            .Table(s_pretraining, manifest.Competitors.Select(c => Row(c, points)))
            .Heading("Held-out measures on the way")
            .Paragraph("Across: per cent of the budget. Measures that one competitor alone has are in results.jsonl.")
            .Plots(names.Select(name => (name, (IReadOnlyList<Curve>)Curves(manifest, points, name))).Where(plot => plot.Item2.Count > 1));
    }

    private static string[] Row(Competitor competitor, IReadOnlyList<PretrainingPoint> points)
    {
        string parameters = Number(PretrainingPlan.Of(competitor.Recipe).Parameters, "N0");
        if (points.LastOrDefault(p => p.Competitor == competitor.Name) is not { } last) return [competitor.Name, parameters, competitor.Pretrained ? "" : "0", "", "", "", ""];
        string steps = Number(last.Steps, "N0") + (last.Fraction < 1 ? $" ({ComparisonPlan.Percent(last.Fraction)})" : "");
        return [competitor.Name, parameters, steps, Number(last.Tokens / 1e6, "0.###"), Number(last.Flops / 1e15, "0.####"), Number(last.Seconds, "N0"), Number(competitor.SecondsPerStep, "0.0000")];
    }

    private static List<Curve> Curves(ComparisonManifest manifest, IReadOnlyList<PretrainingPoint> points, string measure) =>
        [.. manifest.Competitors.Select(c => new Curve(c.Name, [.. points.Where(p => p.Competitor == c.Name && p.HeldOut.ContainsKey(measure)).Select(p => (100 * p.Fraction, p.HeldOut[measure]))])).Where(c => c.Points.Count > 0)];

    private static string Commands(ComparisonFolder folder, ComparisonManifest manifest)
    {
        string text = $"--data {manifest.Provenance.Data.Folder}{(manifest.Provenance.EvaluationData is { } heldOut ? $" --eval-data {heldOut.Folder}" : "")}";
        var pretrainings = ComparisonPlan.Of(manifest.Comparison).Pretrainings.Select(p => $"cocoon pretrain {folder.RunOf(p).Recipe} {text} --run {p.Competitor}");
        return $"# The comparison; the same line goes on after a stop:\n{manifest.Command}\n\n# Each pretraining by itself:\n{string.Join('\n', pretrainings)}\n";
    }

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
