using Cocoon.Tensors;

namespace Cocoon.Benchmarks;

/// <summary>Matrices of one shape and vectors along their sides, numbered, and made when they are first asked for.</summary>
internal sealed class Operands(Workplace place, int rows, int columns)
{
    private readonly Dictionary<(int Number, int Rows, int Columns), Tensor> _made = [];

    /// <summary>A matrix, [rows, columns].</summary>
    public Span<float> this[int number] => Of(number, rows, columns);

    /// <summary>A vector with a number for each row.</summary>
    public Span<float> Rows(int number) => Of(number, rows, 1);

    /// <summary>A vector with a number for each column.</summary>
    public Span<float> Columns(int number) => Of(number, 1, columns);

    /// <summary>A matrix of a shape of its own.</summary>
    public Span<float> Of(int number, int ownRows, int ownColumns)
    {
        if (!_made.TryGetValue((number, ownRows, ownColumns), out var matrix)) _made[(number, ownRows, ownColumns)] = matrix = place.Matrix(ownRows, ownColumns);
        return matrix.Values;
    }
}
