using Cocoon.Determinism;

namespace Cocoon.Tensors;

/// <summary>All parameters of a model and their gradients, in memory of their own that outlives every step.</summary>
/// <remarks>Initial values are a function of (seed, path, index) alone, so adding a parameter changes no other.</remarks>
public sealed class ParameterStore(ulong seed) : IDisposable
{
    private readonly Arena _arena = new();
    private readonly List<Parameter> _parameters = [];

    /// <summary>The parameters in the order of their declaration.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>Number of scalars P.</summary>
    public long Count => _parameters.Sum(p => (long)p.Tensor.Length);

    /// <summary>The parameter with this path.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Parameter this[string path] => _parameters.Find(p => p.Path == path) ?? throw new KeyNotFoundException($"There is no parameter '{path}'.");

    /// <summary>Sets every gradient to zero.</summary>
    public void ClearGradients()
    {
        foreach (var parameter in _parameters) parameter.Tensor.Grad.Clear();
    }

    public void Dispose() => _arena.Dispose();

    internal Tensor Add(string path, int rows, int columns, Init init)
    {
        if (_parameters.Exists(p => p.Path == path)) throw new ArgumentException($"There are two parameters named '{path}'.", nameof(path));
        var tensor = new Tensor(_arena, _arena.Reserve(checked(rows * columns)), _arena.Reserve(rows * columns), rows, columns);
        tensor.Grad.Clear();
        init.Fill(tensor.Values, new RandomStream(seed ^ StableHash.Of(path), 0, Streams.Initialization));
        _parameters.Add(new(path, tensor));
        return tensor;
    }
}

/// <summary>A trained matrix and its place in the model, such as <c>main.layers.3.attention.query.weight</c>.</summary>
public sealed record Parameter(string Path, Tensor Tensor);
