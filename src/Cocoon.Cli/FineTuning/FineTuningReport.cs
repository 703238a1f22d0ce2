using System.Globalization;
using System.Text;
using Cocoon.Evaluation;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Cli;

/// <summary>Writes report.html of a fine-tuning run from what lies in its folder: the curves of all trainings over one another, and what they came to.</summary>
public static class FineTuningReport
{
    private const string Evaluated = "eval.";

    /// <summary>Writes the page; what was there is replaced.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="recipe">What it was asked to do.</param>
    /// <param name="results">What it came to; null if it is not done.</param>
    public static void Write(RunFolder folder, FineTuningRecipe recipe, FineTuningResults? results)
    {
        string trials = Path.Combine(folder.Path, FineTuningRun.TrialsFolder);
        var logs = Directory.GetDirectories(trials).Order(StringComparer.Ordinal).Select(path => (Name: Path.GetFileName(path)!, Log: MetricsLog.Read(new RunFolder(path).Metrics))).ToList();
        var names = logs.SelectMany(l => l.Log.Names).Distinct(StringComparer.Ordinal).Where(n => n == "loss" || n.StartsWith(Evaluated, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        string page = HtmlReport.Write($"{recipe.Task}, fine-tuned", Facts(recipe, results),
            names.Select(n => (n == "loss" ? "loss in training" : $"{n[Evaluated.Length..]} on development data", (IReadOnlyList<Curve>)[.. logs.Select(l => l.Log[n] with { Name = l.Name })])),
            results?.Measures.Select(m => (m.Key, m.Value.Median)) ?? [], [("Recipe", File.ReadAllText(folder.Recipe))]);
        DurableFile.Write(folder.Report, stream => stream.Write(Encoding.UTF8.GetBytes(page)));
    }

    private static IEnumerable<(string, string)> Facts(FineTuningRecipe recipe, FineTuningResults? results)
    {
        yield return ("task", recipe.Task);
        yield return ("data", recipe.Data);
        yield return ("begins with", recipe.Pretrained ? recipe.Model : $"initial weights, in the sizes of {recipe.Model}");
        if (results is null)
        {
            yield return ("state", "stopped before its end");
            yield break;
        }
        yield return ($"score ({string.Join(" and ", results.Metrics)})", string.Create(CultureInfo.InvariantCulture, $"median {results.Score.Median:0.0000} of {results.Score.Count} seeds, {results.Score.Lowest:0.0000} to {results.Score.Highest:0.0000}"));
        yield return ("trainings", string.Create(CultureInfo.InvariantCulture, $"{results.Trials.Count}, of which {results.Kept} was kept"));
    }
}
