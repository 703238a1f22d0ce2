namespace Cocoon.Tensors;

/// <summary>A place in a model where parameters are declared; paths read like file paths with dots.</summary>
/// <param name="Store">Owns the parameters.</param>
/// <param name="Path">This place.</param>
/// <param name="WeightDeviation">Standard deviation with which the weights of linear maps start; 0: 1/√inputs.</param>
public readonly record struct ParameterScope(ParameterStore Store, string Path = "", float WeightDeviation = 0.02f)
{
    /// <summary>The place <paramref name="name"/> inside this one.</summary>
    public static ParameterScope operator /(ParameterScope scope, string name) => scope with { Path = scope.Path.Length == 0 ? name : $"{scope.Path}.{name}" };

    /// <summary>How the weights of a linear map with this many inputs start.</summary>
    public Init Weights(int inputs) => Init.Normal(WeightDeviation > 0 ? WeightDeviation : 1 / MathF.Sqrt(inputs));

    /// <summary>Declares a parameter here.</summary>
    /// <param name="name">Last part of its path.</param>
    /// <exception cref="ArgumentException">Its path is taken.</exception>
    public Tensor Parameter(string name, int rows, int columns, Init init) => Store.Add((this / name).Path, rows, columns, init);
}
