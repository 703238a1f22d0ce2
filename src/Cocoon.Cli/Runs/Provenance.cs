using System.Diagnostics.CodeAnalysis;

namespace Cocoon.Cli;

/// <summary>Where a run comes from: enough to repeat it, and to explain what may differ.</summary>
public sealed record Provenance : MachineProvenance
{
    /// <summary>For readers of JSON.</summary>
    public Provenance()
    {
    }

    [SetsRequiredMembers]
    private Provenance(MachineProvenance machine, Recipe recipe, PreparedData data) : base(machine) =>
        (Seed, Tokenizer, Data) = (recipe.Training.Seed, data.Tokenizer.Fingerprint, DataProvenance.Of(data));

    /// <summary>The seed of every random number.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Fingerprint of the tokenizer.</summary>
    public required string Tokenizer { get; init; }

    /// <summary>The training text.</summary>
    public required DataProvenance Data { get; init; }

    /// <summary>The held-out text; null if there is none.</summary>
    public DataProvenance? EvaluationData { get; init; }

    /// <summary>The model whose weights it began with; null if it began with initial ones.</summary>
    public StartProvenance? From { get; init; }

    /// <summary>Facts about a run that starts now.</summary>
    public static Provenance Of(Recipe recipe, Engine engine, PreparedData data, PreparedData? evaluation, StartProvenance? from) =>
        new(MachineProvenance.Of(engine), recipe, data) { EvaluationData = evaluation is null ? null : DataProvenance.Of(evaluation), From = from };
}
