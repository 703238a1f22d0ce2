namespace Cocoon.Training;

/// <summary>Where the parts of a run are; see docs/run-folder.md.</summary>
/// <param name="Path">The folder.</param>
public sealed record RunFolder(string Path)
{
    /// <summary>What actually ran, as JSON.</summary>
    public string Recipe => In("recipe.json");

    /// <summary>On what machine, with which kernels and data.</summary>
    public string Provenance => In("provenance.json");

    /// <summary>Losses and evaluations: functions of the recipe alone.</summary>
    public string Metrics => In("metrics.jsonl");

    /// <summary>Seconds, tokens/s and memory: what may differ between equal runs.</summary>
    public string Timing => In("timing.jsonl");

    /// <summary>What happened, and why.</summary>
    public string Events => In("events.jsonl");

    /// <summary>Event files for TensorBoard.</summary>
    public string TensorBoard => In("tensorboard");

    /// <summary>The tokenizer of the data.</summary>
    public string Tokenizer => In("tokenizer");

    /// <summary>Everything needed to go on.</summary>
    public string Checkpoints => In("checkpoints");

    /// <summary>The final weights, with what is needed to use them.</summary>
    public string Model => In("model");

    /// <summary>Curves and tables in one page.</summary>
    public string Report => In("report.html");

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
