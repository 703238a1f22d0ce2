namespace Cocoon.Tensors;

/// <summary>A place in a model where parameters are declared; paths read like file paths with dots.</summary>
public readonly record struct ParameterScope(ParameterStore Store, string Path = "")
{
    /// <summary>The place <paramref name="name"/> inside this one.</summary>
    public static ParameterScope operator /(ParameterScope scope, string name) => scope with { Path = scope.Path.Length == 0 ? name : $"{scope.Path}.{name}" };

    /// <summary>Declares a parameter here.</summary>
    /// <param name="name">Last part of its path.</param>
    /// <exception cref="ArgumentException">Its path is taken.</exception>
    public Tensor Parameter(string name, int rows, int columns, Init init) => Store.Add((this / name).Path, rows, columns, init);
}
