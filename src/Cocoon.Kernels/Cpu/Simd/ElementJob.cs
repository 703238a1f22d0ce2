using System.Runtime.CompilerServices;
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

/// <summary>A formula over consecutive elements.</summary>
internal static class ElementLoop
{
    /// <summary>Computes elements <paramref name="start"/> … <paramref name="end"/> − 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TFormula>(long start, long end, TFormula formula) where TFormula : struct, IElementFormula
    {
        long i = start;
        for (; i <= end - Lanes.Count; i += Lanes.Count) formula.Apply(i, Lanes.Count); // a constant: what is there for the end folds away
        if (i < end) formula.Apply(i, end - i);
    }
}

/// <summary>A formula over all elements, in blocks.</summary>
internal readonly struct ElementJob<TFormula>(TFormula formula, Partition partition) : IBlockJob where TFormula : struct, IElementFormula
{
    public void Run(int block, int worker)
    {
        var local = formula; // a copy whose address nobody has, so that what it holds stays in registers
        ElementLoop.Run(partition.Start(block), partition.End(block), local);
    }
}
