namespace Cocoon.Benchmarks;

/// <summary>What a workload cannot do faster than.</summary>
public enum Bound
{
    /// <summary>Floating-point operations: two for a multiplication with its addition.</summary>
    Arithmetic,

    /// <summary>Bytes that must be read or written, each operand once.</summary>
    Memory,
}

/// <summary>Something to measure, and how much of it the machine has to do at least.</summary>
/// <param name="Name">The kernel or operation, then its variant.</param>
/// <param name="Shape">Sizes of the operands.</param>
/// <param name="Bound">What is counted.</param>
/// <param name="Amount">Floating-point operations, or bytes.</param>
/// <param name="Prepare">Makes the operands, and gives what is measured.</param>
public sealed record Workload(string Name, string Shape, Bound Bound, double Amount, Func<Workplace, Action> Prepare)
{
    /// <summary>Operands of matrix products are rounded to bfloat16.</summary>
    public bool IsBf16 { get; init; }

    /// <summary>For a filter, and the first column of the table.</summary>
    public override string ToString() => $"{Name} {Shape}";
}
