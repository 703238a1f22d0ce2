using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Cocoon.Kernels;

/// <summary>Tile kernels of emitted machine code, for one kind of element.</summary>
internal sealed unsafe class EmittedTiles : TileKernel
{
    private const int FunctionAlignment = 64;

    private readonly nint[] _inPlace;
    private readonly nint[] _panels;

    private EmittedTiles(bool pairs, nint[] inPlace, nint[] panels) => (Pairs, _inPlace, _panels) = (pairs, inPlace, panels);

    public override int Rows => TileEmitter.MaxRows;

    public override bool ReadsRows => true;

    public override bool Pairs { get; }

    /// <summary>Emits the kernels.</summary>
    /// <param name="pairs">Multiply pairs of bfloat16 (the CPU must have AVX512_BF16) rather than floats.</param>
    /// <param name="refusal">Why there are none; empty if there are.</param>
    /// <returns>The kernels, or null if they cannot run here.</returns>
    public static EmittedTiles? TryCreate(bool pairs, out string refusal)
    {
        if (!Avx512F.IsSupported) refusal = "the CPU has no AVX-512";
        else if (RuntimeInformation.ProcessArchitecture != Architecture.X64 || OperatingSystem.IsWindows()) refusal = "machine code is emitted for the System V x64 calling convention only";
        else return TryLoad(pairs, out refusal);
        return null;
    }

    public override void Run(Tile* tile, int rows)
    {
        // A tile takes a few microseconds, so the garbage collector can wait for it.
        var function = (delegate* unmanaged[Cdecl, SuppressGCTransition]<Tile*, void>)(tile->LeftBytes == 0 ? _panels : _inPlace)[rows];
        function(tile);
    }

    private static EmittedTiles? TryLoad(bool pairs, out string refusal)
    {
        var inPlace = new nint[TileEmitter.MaxRows + 1];
        var panels = new nint[TileEmitter.MaxRows + 1];
        List<byte> code = [];
        for (int rows = 1; rows <= TileEmitter.MaxRows; rows++)
        {
            inPlace[rows] = Append(code, rows, inPlace: true, pairs);
            panels[rows] = Append(code, rows, inPlace: false, pairs);
        }
        if (!ExecutableMemory.TryLoad(CollectionsMarshal.AsSpan(code), out byte* start, out refusal)) return null;
        for (int rows = 1; rows <= TileEmitter.MaxRows; rows++)
        {
            inPlace[rows] += (nint)start;
            panels[rows] += (nint)start;
        }
        return new(pairs, inPlace, panels);
    }

    private static int Append(List<byte> code, int rows, bool inPlace, bool pairs)
    {
        while (code.Count % FunctionAlignment != 0) code.Add(0xCC); // int3: never reached
        int offset = code.Count;
        var assembler = new Assembler();
        TileEmitter.Emit(assembler, rows, inPlace, pairs);
        code.AddRange(assembler.Code);
        return offset;
    }
}
