using Cocoon.Kernels;
using Cocoon.Tensors;

namespace Cocoon.Training;

/// <summary>Sums the gradients and losses of micro-batches in a fixed binary tree, ((0+1)+(2+3))+…, whoever computed them.</summary>
/// <remarks>
/// Works like a binary counter: level l holds the sum of 2^l consecutive micro-batches, so K of them need log₂ K buffers, and one alone needs none.
/// What is left over at the end, if K is not a power of two, is added from the smallest group to the largest.
/// </remarks>
public sealed class GradientTree(IKernels kernels, ParameterStore store) : IDisposable
{
    private readonly List<(NativeBuffer Gradients, double[] Losses)> _levels = [];
    private int _count;

    /// <summary>Takes in the gradients that stand in the store after one micro-batch.</summary>
    /// <param name="last">True for the last micro-batch of a step: the store then holds the sum of all.</param>
    /// <param name="losses">Its losses, always equally many; for the last micro-batch they become the sums over all.</param>
    public void Add(bool last, Span<double> losses = default)
    {
        int level = 0;
        for (; (_count >> level & 1) == 1; level++) Fold(level, losses);
        _count++;
        if (!last)
        {
            Keep(level, losses);
            return;
        }
        for (level++; _count >> level != 0; level++)
            if ((_count >> level & 1) == 1 && level > System.Numerics.BitOperations.TrailingZeroCount(_count)) Fold(level, losses);
        _count = 0;
    }

    public void Dispose()
    {
        foreach (var (gradients, _) in _levels) gradients.Dispose();
        _levels.Clear();
    }

    /// <summary>store = level + store: the earlier sum stands on the left.</summary>
    private void Fold(int level, Span<double> losses)
    {
        long offset = 0;
        for (int i = 0; i < store.Parameters.Count; i++)
        {
            var gradient = store.Parameters[i].Tensor.Grad;
            kernels.Add(_levels[level].Gradients.Slice(offset, gradient.Length), gradient, gradient);
            offset += gradient.Length;
        }
        for (int i = 0; i < losses.Length; i++) losses[i] = _levels[level].Losses[i] + losses[i];
    }

    private void Keep(int level, Span<double> losses)
    {
        while (_levels.Count <= level) _levels.Add((new(store.Count), new double[losses.Length]));
        long offset = 0;
        for (int i = 0; i < store.Parameters.Count; i++)
        {
            var gradient = store.Parameters[i].Tensor.Grad;
            gradient.CopyTo(_levels[level].Gradients.Slice(offset, gradient.Length));
            offset += gradient.Length;
        }
        losses.CopyTo(_levels[level].Losses);
        store.ClearGradients();
    }
}
