using Cocoon.Kernels;
using Cocoon.Tensors;

namespace Cocoon.Training;

/// <summary>Sums the gradients of micro-batches in a fixed binary tree, ((0+1)+(2+3))+…, whoever computed them.</summary>
/// <remarks>Works like a binary counter: level l holds the sum of 2^l consecutive micro-batches, so K of them need log₂ K buffers, and one alone needs none.</remarks>
public sealed class GradientTree(IKernels kernels, ParameterStore store) : IDisposable
{
    private readonly List<NativeBuffer> _levels = [];
    private int _count;

    /// <summary>Takes in the gradients that stand in the store after one micro-batch.</summary>
    /// <param name="last">True for the last micro-batch of a step: the store then holds the sum of all.</param>
    public void Add(bool last)
    {
        int level = 0;
        for (; (_count >> level & 1) == 1; level++) Fold(level);
        _count++;
        if (!last)
        {
            Keep(level);
            return;
        }
        for (level++; _count >> level != 0; level++)
            if ((_count >> level & 1) == 1 && level > System.Numerics.BitOperations.TrailingZeroCount(_count)) Fold(level);
        _count = 0;
    }

    public void Dispose()
    {
        foreach (var level in _levels) level.Dispose();
        _levels.Clear();
    }

    /// <summary>store = level + store: the earlier sum stands on the left.</summary>
    private void Fold(int level)
    {
        long offset = 0;
        foreach (var parameter in store.Parameters)
        {
            var gradient = parameter.Tensor.Grad;
            kernels.Add(_levels[level].Slice(offset, gradient.Length), gradient, gradient);
            offset += gradient.Length;
        }
    }

    private void Keep(int level)
    {
        while (_levels.Count <= level) _levels.Add(new(store.Count));
        long offset = 0;
        foreach (var parameter in store.Parameters)
        {
            var gradient = parameter.Tensor.Grad;
            gradient.CopyTo(_levels[level].Slice(offset, gradient.Length));
            offset += gradient.Length;
        }
        store.ClearGradients();
    }
}
