namespace Cocoon.Kernels;

/// <summary>Keys that a token looks at, as places in its sequence: at least one. Every mask of language modelling is one range a token: all, those up to
/// itself, those from itself on, a prefix and those up to itself, or those before it in any order in which the tokens are put.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The one after the last.</param>
public readonly record struct KeyRange(int From, int To);
