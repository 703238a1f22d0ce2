using Cocoon.Models;

namespace Cocoon.Cli;

/// <summary>What stands beside the weights of a pretrained model: everything needed to build it, and to know that it is whole.</summary>
public sealed record ModelConfig : WeightsConfig
{
    /// <summary>The recipe's name.</summary>
    public required string Name { get; init; }

    /// <summary>Number of steps that the weights were trained for.</summary>
    public required long Steps { get; init; }

    /// <summary>Sizes of the encoder.</summary>
    public required EncoderOptions Model { get; init; }

    /// <summary>What it was trained to do, which decides the heads that it has.</summary>
    public required ObjectiveOptions Objective { get; init; }
}
