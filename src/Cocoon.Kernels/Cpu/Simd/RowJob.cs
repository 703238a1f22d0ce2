using Cocoon.Determinism;

namespace Cocoon.Kernels;

/// <summary>What happens to one row.</summary>
internal interface IRowFormula
{
    /// <summary>Computes a row.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="worker">Whose scratch memory may be used.</param>
    void Apply(long row, int worker);
}

/// <summary>A formula over all rows, in blocks.</summary>
internal readonly struct RowJob<TFormula>(TFormula formula, Partition partition) : IBlockJob where TFormula : struct, IRowFormula
{
    public void Run(int block, int worker)
    {
        for (long row = partition.Start(block); row < partition.End(block); row++) formula.Apply(row, worker);
    }
}
