using System.Text.Json.Serialization;

namespace Cocoon.Cli;

/// <summary>Which model a run took its first weights from, and which of them. Tensors are named by the largest branches that belong together.</summary>
public sealed record StartProvenance
{
    /// <summary>Folder of the weights, a model's or a checkpoint's, as an absolute path.</summary>
    public required string Folder { get; init; }

    /// <summary>Name of its recipe.</summary>
    public required string Name { get; init; }

    /// <summary>What it was trained to do, as recipes say it.</summary>
    public required string Objective { get; init; }

    /// <summary>Steps that it was trained for.</summary>
    public required long Steps { get; init; }

    /// <summary>SHA-256 of the file of weights, 64 hexadecimal digits.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>Tensors whose name and shape are the same in both models: they were taken.</summary>
    public required IReadOnlyList<string> Loaded { get; init; }

    /// <summary>Vectors of tokens, positions and segments of which one model has more than the other: those that both have were taken.</summary>
    public IReadOnlyList<string> Partly { get; init; } = [];

    /// <summary>Tensors of the new model that the other does not have in this shape: they have initial values.</summary>
    public required IReadOnlyList<string> New { get; init; }

    /// <summary>Tensors of the other model that have no place in the new one.</summary>
    public required IReadOnlyList<string> Dropped { get; init; }

    /// <summary>The same for people: names and values.</summary>
    [JsonIgnore]
    public IEnumerable<(string Name, string Value)> Lines =>
    [
        ("from", $"{Folder}: {Name} ({Objective}), {Steps:N0} steps"),
        ("  loaded", List(Loaded)),
        .. Partly.Count > 0 ? [("  in part", List(Partly))] : Array.Empty<(string, string)>(),
        ("  new", List(New)),
        ("  dropped", List(Dropped)),
    ];

    private static string List(IReadOnlyList<string> tensors) => tensors.Count == 0 ? "nothing" : string.Join(", ", tensors);
}
