using Cocoon.Kernels;

namespace Cocoon.Tensors;

/// <summary>Clipping by the norm of all gradients together.</summary>
/// <remarks>Pascanu, Mikolov and Bengio 2012, arXiv:1211.5063, section 3.2. PyTorch's version divides by norm + 1e-6; this one does not.</remarks>
public static class GradientClipping
{
    /// <summary>Euclidean norm of the gradients of all parameters, summed in the order of their declaration in double.</summary>
    /// <returns>The norm; not finite if any gradient is not, which a trainer must treat as an error.</returns>
    public static double Norm(IKernels kernels, ParameterStore parameters)
    {
        double sum = 0;
        for (int i = 0; i < parameters.Parameters.Count; i++) sum += kernels.SumOfSquares(parameters.Parameters[i].Tensor.Grad);
        return Math.Sqrt(sum);
    }

    /// <summary>What gradients are multiplied by so that their norm is at most <paramref name="limit"/>.</summary>
    /// <param name="norm">Their norm.</param>
    /// <param name="limit">Largest norm allowed, above 0; infinity for no clipping.</param>
    /// <returns>min(1, limit / norm); NaN if the norm is.</returns>
    public static double Scale(double norm, double limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return norm <= limit ? 1 : limit / norm;
    }
}
