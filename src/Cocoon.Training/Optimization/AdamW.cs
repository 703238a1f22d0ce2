using Cocoon.Kernels;
using Cocoon.Tensors;

namespace Cocoon.Training;

/// <summary>AdamW over all parameters of a store; its state is the two moments and nothing else.</summary>
/// <remarks>Loshchilov and Hutter 2017, arXiv:1711.05101, Algorithm 2, in the variants of fairseq and of ELECTRA, see <see cref="AdamWOptions"/>.</remarks>
public sealed class AdamW : IDisposable
{
    private readonly IKernels _kernels;
    private readonly ParameterStore _store;
    private readonly AdamWOptions _options;
    private readonly NativeBuffer _moments;
    private readonly long[] _offsets;

    /// <param name="kernels">What computes.</param>
    /// <param name="store">The parameters, all declared by now.</param>
    /// <param name="options">Settings, without problems.</param>
    public AdamW(IKernels kernels, ParameterStore store, AdamWOptions options)
    {
        (_kernels, _store, _options) = (kernels, store, options);
        _offsets = new long[store.Parameters.Count + 1];
        for (int i = 0; i < store.Parameters.Count; i++) _offsets[i + 1] = _offsets[i] + 2L * store.Parameters[i].Tensor.Length;
        _moments = new(_offsets[^1]);
    }

    /// <summary>First moment of parameter number <paramref name="index"/>.</summary>
    public Span<float> FirstMoment(int index) => _moments.Slice(_offsets[index], _store.Parameters[index].Tensor.Length);

    /// <summary>Second moment of parameter number <paramref name="index"/>.</summary>
    public Span<float> SecondMoment(int index) => _moments.Slice(_offsets[index] + _store.Parameters[index].Tensor.Length, _store.Parameters[index].Tensor.Length);

    /// <summary>Takes one step from the gradients in the store.</summary>
    /// <param name="step">Number of the step, from 0: what bias correction counts. A skipped step counts too, so that the step is all the state.</param>
    /// <param name="learningRate">Its learning rate.</param>
    /// <param name="gradientScale">What gradients are multiplied by: mean over micro-batches and clipping.</param>
    /// <param name="moves">False for the path of a parameter that stays as it is, with its moments; null: all move.</param>
    /// <param name="share">What part of the learning rate the parameter of a path has; null: all have the whole.</param>
    public void Step(long step, double learningRate, double gradientScale, Func<string, bool>? moves = null, Func<string, double>? share = null)
    {
        double first = 1, second = 1;
        if (_options.BiasCorrection)
            (first, second) = (1 / (1 - Math.Pow(_options.Beta1, step + 1)), 1 / (1 - Math.Pow(_options.Beta2, step + 1)));
        for (int i = 0; i < _store.Parameters.Count; i++)
        {
            var (path, tensor) = _store.Parameters[i];
            if (moves?.Invoke(path) == false) continue;
            float decay = _options.Decays(path) ? _options.WeightDecay : 0, rate = (float)(learningRate * (share?.Invoke(path) ?? 1));
            var update = new AdamWStep(rate, _options.Beta1, _options.Beta2, _options.Epsilon, decay, (float)first, (float)second, (float)gradientScale);
            _kernels.AdamW(tensor.Grad, update, tensor.Values, FirstMoment(i), SecondMoment(i));
        }
    }

    public void Dispose() => _moments.Dispose();
}
