using Cocoon.Determinism;

namespace Cocoon.Kernels;

/// <summary>A formula on sixteen consecutive elements.</summary>
internal interface IElementFormula
{
    /// <summary>Computes elements <paramref name="i"/> … of all operands.</summary>
    /// <param name="i">First element.</param>
    /// <param name="count">How many: 16, or fewer at the end.</param>
    void Apply(long i, long count);
}

/// <summary>A formula over all elements, in blocks.</summary>
internal readonly struct ElementJob<TFormula>(TFormula formula, Partition partition) : IBlockJob where TFormula : struct, IElementFormula
{
    public void Run(int block, int worker)
    {
        long i = partition.Start(block), end = partition.End(block);
        for (; i + Lanes.Count <= end; i += Lanes.Count) formula.Apply(i, Lanes.Count);
        if (i < end) formula.Apply(i, end - i);
    }
}
