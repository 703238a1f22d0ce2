namespace Cocoon.Kernels;

/// <summary>Work cut into numbered blocks that may run in any order and at the same time.</summary>
/// <remarks>Implemented by structs that hold raw pointers, so that starting one allocates nothing.</remarks>
public interface IBlockJob
{
    /// <summary>Does one block. What it writes may depend on <paramref name="block"/> only, never on <paramref name="worker"/>.</summary>
    /// <param name="block">Number of the block, from 0.</param>
    /// <param name="worker">Number of the worker that runs it, in [0, threads): which scratch memory it may use.</param>
    void Run(int block, int worker);
}
