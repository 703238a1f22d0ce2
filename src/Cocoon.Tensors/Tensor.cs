namespace Cocoon.Tensors;

/// <summary>A row-major matrix of floats [rows, columns] with room for its gradient; no strides, no views, no broadcasting.</summary>
/// <remarks>A tensor of a step's arena dies when the arena is reset: using it afterwards throws. A parameter lives as long as its store.</remarks>
public sealed class Tensor
{
    private readonly Arena _arena;
    private readonly long _generation;
    private readonly ArenaBlock _values;
    private ArenaBlock _grad;
    private bool _ownsGrad;

    internal Tensor(Arena arena, int rows, int columns)
    {
        (_arena, _generation, Rows, Columns) = (arena, arena.Lifetime, rows, columns);
        _values = arena.Reserve(Length);
    }

    /// <summary>A parameter: both blocks live outside any step.</summary>
    internal Tensor(Arena arena, ArenaBlock values, ArenaBlock grad, int rows, int columns)
    {
        (_arena, _generation, _values, _grad, Rows, Columns) = (arena, arena.Lifetime, values, grad, rows, columns);
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Number of elements.</summary>
    public int Length => Rows * Columns;

    /// <summary>The elements, row by row; not cleared when the tensor is new.</summary>
    /// <exception cref="InvalidOperationException">The tensor's step is over.</exception>
    public Span<float> Values => _arena.Slice(_values, Length, _generation);

    /// <summary>True once something has been written to the gradient.</summary>
    public bool HasGrad => _grad.IsReserved;

    /// <summary>The gradient of the loss with respect to this tensor; zeros until something is added to it.</summary>
    public Span<float> Grad
    {
        get
        {
            var grad = GradTarget(out bool accumulate);
            if (!accumulate) grad.Clear();
            return grad;
        }
    }

    /// <summary>Where to put a contribution to the gradient.</summary>
    /// <param name="accumulate">True if there is one already, to be added to; false if the memory is new and must be overwritten whole.</param>
    public Span<float> GradTarget(out bool accumulate)
    {
        accumulate = _grad.IsReserved;
        if (!accumulate) (_grad, _ownsGrad) = (_arena.Rent(Length, _generation), true);
        return _arena.Slice(_grad, Length, _generation);
    }

    /// <summary>A row of the elements.</summary>
    public Span<float> Row(int row) => Values.Slice(row * Columns, Columns);

    /// <summary>Gives the gradient's memory back for the next one: nothing before this tensor will read it again.</summary>
    internal void ReleaseGrad()
    {
        if (!_ownsGrad) return;
        _arena.Return(_grad, Length);
        (_grad, _ownsGrad) = (default, false);
    }

    public override string ToString() => $"[{Rows}, {Columns}]";
}
