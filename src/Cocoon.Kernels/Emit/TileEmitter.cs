namespace Cocoon.Kernels;

/// <summary>Writes the machine code of tile kernels for AVX-512: up to 14 rows by 32 columns of sums in 28 vector registers.</summary>
/// <remarks>
/// A function takes the address of a <see cref="Tile"/> in rdi (System V x64) and keeps rbx. Each sum is one chain of fused
/// multiply-adds in the order of depth, started from its initial value.
/// </remarks>
internal static class TileEmitter
{
    /// <summary>Most rows of a tile.</summary>
    public const int MaxRows = 14;

    private const int Right0 = 28, Right1 = 29; // vector registers 0 ... 27 are the sums
    private const int RowsPerBase = 3; // base, base + stride, base + 2 · stride are one addressing mode each
    private const Gpr Arguments = Gpr.Rdi, Right = Gpr.Rsi, Count = Gpr.Rdx, Rest = Gpr.Rcx, Stride = Gpr.R9;
    private static readonly Gpr[] s_bases = [Gpr.R10, Gpr.R11, Gpr.Rax, Gpr.Rbx, Gpr.R8];

    /// <summary>Appends one function.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="rows">Rows of the tile, 1 to <see cref="MaxRows"/>.</param>
    /// <param name="inPlace">A is read row by row where it lies; otherwise it is a panel.</param>
    /// <param name="pairs">Elements are pairs of bfloat16 rather than single floats.</param>
    public static void Emit(Assembler code, int rows, bool inPlace, bool pairs)
    {
        int bases = inPlace ? (rows + RowsPerBase - 1) / RowsPerBase : 1;
        code.Push(Gpr.Rbx);
        LoadInitial(code, rows);
        code.Load(Right, Field(2));
        code.Load(Count, Field(3));
        code.Load(Rest, Field(4));
        code.Load(s_bases[0], Field(0));
        if (inPlace) SpreadBases(code, bases);
        Loop(code, Count, Tile.Unroll, rows, bases, inPlace, pairs);
        Loop(code, Rest, 1, rows, bases, inPlace, pairs);
        StoreOutput(code, rows);
        code.Pop(Gpr.Rbx);
        code.ZeroUpper();
        code.Return();
    }

    private static Address Field(int index) => new(Arguments, index * sizeof(long));

    private static void LoadInitial(Assembler code, int rows)
    {
        code.Load(Gpr.R8, Field(7));
        code.Load(Stride, Field(8));
        for (int r = 0; r < rows; r++)
        {
            code.LoadVector(2 * r, new(Gpr.R8, 0));
            code.LoadVector(2 * r + 1, new(Gpr.R8, 64));
            code.Add(Gpr.R8, Stride);
        }
    }

    private static void SpreadBases(Assembler code, int bases)
    {
        code.Load(Stride, Field(1));
        for (int b = 1; b < bases; b++)
        {
            code.Move(s_bases[b], s_bases[b - 1]);
            for (int i = 0; i < RowsPerBase; i++) code.Add(s_bases[b], Stride);
        }
    }

    private static void Loop(Assembler code, Gpr count, int steps, int rows, int bases, bool inPlace, bool pairs)
    {
        code.Test(count);
        int skip = code.JumpIfZero();
        int top = code.Position;
        for (int step = 0; step < steps; step++)
        {
            code.LoadVector(Right0, new(Right, step * 128));
            code.LoadVector(Right1, new(Right, step * 128 + 64));
            for (int r = 0; r < rows; r++)
            {
                var left = inPlace ? InPlace(r, step) : new Address(s_bases[0], (step * Tile.Lanes + r) * sizeof(float));
                MultiplyAdd(code, 2 * r, Right0, left, pairs);
                MultiplyAdd(code, 2 * r + 1, Right1, left, pairs);
            }
        }
        for (int b = 0; b < bases; b++) code.Add(s_bases[b], steps * (inPlace ? sizeof(float) : Tile.Lanes * sizeof(float)));
        code.Add(Right, steps * Tile.Columns * sizeof(float));
        code.Decrement(count);
        code.JumpIfNotZero(top);
        code.Bind(skip);
    }

    private static Address InPlace(int row, int step) => (row % RowsPerBase) switch
    {
        0 => new(s_bases[row / RowsPerBase], step * sizeof(float)),
        var i => new(s_bases[row / RowsPerBase], step * sizeof(float), Stride, i),
    };

    private static void MultiplyAdd(Assembler code, int sum, int right, Address left, bool pairs)
    {
        if (pairs) code.MultiplyAddPairs(sum, right, left);
        else code.MultiplyAdd(sum, right, left);
    }

    private static void StoreOutput(Assembler code, int rows)
    {
        code.Load(Gpr.R8, Field(5));
        code.Load(Stride, Field(6));
        for (int r = 0; r < rows; r++)
        {
            code.StoreVector(2 * r, new(Gpr.R8, 0));
            code.StoreVector(2 * r + 1, new(Gpr.R8, 64));
            code.Add(Gpr.R8, Stride);
        }
    }
}
