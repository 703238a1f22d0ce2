using Cocoon.Kernels;
using Cocoon.Models;

namespace Cocoon.Cli;

/// <summary>What stands beside weights: everything needed to build the model that they belong to, and to know that they are whole.</summary>
public sealed record ModelConfig
{
    /// <summary>Version of this layout.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Version of the layout that was written.</summary>
    public required int Format { get; init; }

    /// <summary>The recipe's name.</summary>
    public required string Name { get; init; }

    /// <summary>Number of steps that the weights were trained for.</summary>
    public required long Steps { get; init; }

    /// <summary>Sizes of the encoder.</summary>
    public required EncoderOptions Model { get; init; }

    /// <summary>What it was trained to do, which decides the heads that it has.</summary>
    public required ObjectiveOptions Objective { get; init; }

    /// <summary>What the operands of matrix products were rounded to.</summary>
    public required Precision Precision { get; init; }

    /// <summary>Fingerprint of the tokenizer.</summary>
    public required string Tokenizer { get; init; }

    /// <summary>SHA-256 of the file of weights, 64 hexadecimal digits.</summary>
    public required string WeightsSha256 { get; init; }
}
