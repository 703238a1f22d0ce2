using System.Globalization;
using System.Text;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Cli;

/// <summary>Writes report.html of a run from what lies in its folder.</summary>
public static class RunReport
{
    private const string Terms = "terms.", Evaluated = "eval.";

    /// <summary>Writes the page; what was there is replaced.</summary>
    public static void Write(RunFolder folder, Recipe recipe)
    {
        var metrics = MetricsLog.Read(folder.Metrics);
        var timing = MetricsLog.Read(folder.Timing);
        var provenance = PretrainingRun.ReadProvenance(folder.Path);
        string page = HtmlReport.Write(recipe.Name, Facts(recipe, provenance, metrics, timing), Pictures(metrics, timing), Last(metrics),
        [
            ("Events", ReadText(folder.Events)), ("Recipe", ReadText(folder.Recipe)), ("Provenance", ReadText(folder.Provenance)),
        ]);
        DurableFile.Write(folder.Report, stream => stream.Write(Encoding.UTF8.GetBytes(page)));
    }

    private static IEnumerable<(string, string)> Facts(Recipe recipe, Provenance provenance, MetricsLog metrics, MetricsLog timing)
    {
        var plan = PretrainingPlan.Of(recipe);
        var speeds = timing["tokensPerSecond"].Drawable.Select(p => p.Value).Order().ToList();
        yield return ("parameters", $"{plan.Parameters:N0}");
        yield return ("steps", $"{(metrics.LastStep ?? -1) + 1:N0} of {recipe.Training.Steps:N0}");
        yield return ("tokens seen", $"{metrics.Last("tokens") ?? 0:N0} (plan: at most {plan.Tokens:N0})");
        if (speeds.Count > 0) yield return ("speed", string.Create(CultureInfo.InvariantCulture, $"{speeds[speeds.Count / 2]:N0} tokens/s (median of the logged steps)"));
        yield return ("training text", $"{provenance.Data.Documents:N0} documents, {provenance.Data.Tokens:N0} tokens");
        yield return ("processor", $"{provenance.Cpu}; {provenance.Kernels}");
        yield return ("version", $"{provenance.Version} {provenance.Commit}".Trim());
    }

    private static IEnumerable<(string, IReadOnlyList<Curve>)> Pictures(MetricsLog metrics, MetricsLog timing)
    {
        yield return ("loss (nats)", [metrics["loss"], metrics[Evaluated + "loss"] with { Name = "held out" }]);
        foreach (string name in metrics.Names.Where(n => n.StartsWith(Terms, StringComparison.Ordinal)))
        {
            string term = name[Terms.Length..];
            yield return ($"{term} (nats)", [metrics[name] with { Name = "training" }, metrics[Evaluated + term] with { Name = "held out" }]);
        }
        foreach (string name in metrics.Names.Where(n => n.StartsWith(Evaluated, StringComparison.Ordinal) && n.Contains('.', StringComparison.Ordinal) && !metrics.Names.Contains(Terms + n[Evaluated.Length..]) && n != Evaluated + "loss"))
            yield return ($"{name[Evaluated.Length..]}, held out", [metrics[name]]);
        yield return ("learning rate", [metrics["learningRate"]]);
        yield return ("gradient norm", [metrics["gradientNorm"]]);
        yield return ("tokens/s", [timing["tokensPerSecond"]]);
        yield return ("resident memory (MiB)", [timing["residentBytes"].Scale(1.0 / (1 << 20))]);
        yield return ("managed memory taken in a step (KiB)", [timing["managedBytes"].Scale(1.0 / (1 << 10))]);
    }

    private static IEnumerable<(string, double)> Last(MetricsLog metrics) => metrics.Names.Select(n => (n, metrics.Last(n)!.Value));

    private static string ReadText(string path) => File.Exists(path) ? File.ReadAllText(path) : "";
}
