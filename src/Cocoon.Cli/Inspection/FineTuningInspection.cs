using Cocoon.Evaluation;

namespace Cocoon.Cli;

/// <summary>Shows a fine-tuning run and what its trainings came to, or a fine-tuned model.</summary>
internal static class FineTuningInspection
{
    /// <summary>Shows how a run stands.</summary>
    public static void ShowRun(CommandConsole console, string path)
    {
        var recipe = FineTuningRecipe.Read(path);
        var results = FineTuningRun.ReadResults(path);
        console.Facts(new { Kind = "fine-tuning run", recipe.Task, recipe.Data, recipe.Model, recipe.Pretrained, results },
        [
            CommandConsole.Columns(
                ("kind", "fine-tuning run"), ("task", recipe.Task), ("data", recipe.Data), ("from", recipe.Pretrained ? recipe.Model : $"initial weights, in the sizes of {recipe.Model}"),
                ("state", results is null ? $"not done yet; go on with cocoon resume {path}" : $"complete; the model of {results.Kept} was kept")),
            .. results is null ? [] : FineTuneCommand.Pictures(results),
        ]);
    }

    /// <summary>Shows a model, after checking that it is whole.</summary>
    public static void ShowModel(CommandConsole console, string path)
    {
        using var model = FineTunedModel.Load(path);
        var (task, encoder) = (model.Settings.Task, model.Settings.Encoder);
        console.Facts(new { Kind = "fine-tuned model", task, encoder, model.Settings.Head, model.Settings.MaxLength, Parameters = model.Parameters.Count }, [CommandConsole.Columns(
            ("kind", "fine-tuned model"), ("task", FineTuneCommand.Describe(task)), ("encoder", $"{encoder.Layers} layers of {encoder.HiddenSize}, {model.Parameters.Count:N0} parameters with its head"),
            ("longest text", $"{model.Settings.MaxLength} tokens"))]);
    }
}
