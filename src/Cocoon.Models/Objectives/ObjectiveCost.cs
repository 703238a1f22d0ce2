namespace Cocoon.Models;

/// <summary>What a micro-batch of an objective costs.</summary>
/// <param name="Flops">Floating-point operations of its matrix products, forward and backward, part by part.</param>
/// <param name="KeptFloats">Floats that the forward pass leaves for the backward pass; an estimate.</param>
public sealed record ObjectiveCost(IReadOnlyList<(string Part, double Flops)> Flops, double KeptFloats)
{
    /// <summary>Times the forward pass that a forward and a backward pass take.</summary>
    public const double ForwardAndBackward = 3;
}
