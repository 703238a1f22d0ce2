using System.Numerics;

namespace Cocoon.Kernels;

/// <summary>Writes x64 machine code: the few scalar and 512-bit EVEX instructions of which matrix kernels consist.</summary>
/// <remarks>Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2, sections 2.2 (REX) and 2.7 (EVEX).
/// Memory operands never use the short form without a displacement, so every base register encodes alike.</remarks>
internal sealed class Assembler
{
    private const int VectorBytes = 64;
    private const int Map0F = 1, Map0F38 = 2;
    private const int NoPrefix = 0, Prefix66 = 1, PrefixF3 = 2;

    private readonly List<byte> _code = [];

    /// <summary>The code so far.</summary>
    public IReadOnlyList<byte> Code => _code;

    /// <summary>Where the next instruction will stand: a target for a jump back.</summary>
    public int Position => _code.Count;

    /// <summary>push register.</summary>
    public void Push(Gpr register) => _code.Add((byte)(0x50 + Low(register)));

    /// <summary>pop register.</summary>
    public void Pop(Gpr register) => _code.Add((byte)(0x58 + Low(register)));

    /// <summary>ret.</summary>
    public void Return() => _code.Add(0xC3);

    /// <summary>vzeroupper: what comes after may be SSE code.</summary>
    public void ZeroUpper() => _code.AddRange([0xC5, 0xF8, 0x77]);

    /// <summary>mov destination, source.</summary>
    public void Move(Gpr destination, Gpr source) => RegisterPair(0x89, destination, source);

    /// <summary>add destination, source.</summary>
    public void Add(Gpr destination, Gpr source) => RegisterPair(0x01, destination, source);

    /// <summary>test register, register: sets the zero flag if it is 0.</summary>
    public void Test(Gpr register) => RegisterPair(0x85, register, register);

    /// <summary>mov destination, qword [source].</summary>
    public void Load(Gpr destination, Address source)
    {
        _code.Add((byte)(0x48 | High(destination) << 2 | High(source.Base)));
        _code.Add(0x8B);
        Memory(Low(destination), source, 1);
    }

    /// <summary>add destination, value.</summary>
    public void Add(Gpr destination, int value)
    {
        _code.AddRange([(byte)(0x48 | High(destination)), 0x81, (byte)(0xC0 | Low(destination))]);
        Int32(value);
    }

    /// <summary>dec register: sets the zero flag if it becomes 0.</summary>
    public void Decrement(Gpr register) => _code.AddRange([(byte)(0x48 | High(register)), 0xFF, (byte)(0xC8 | Low(register))]);

    /// <summary>jnz to a position before.</summary>
    public void JumpIfNotZero(int target)
    {
        _code.AddRange([0x0F, 0x85]);
        Int32(target - (Position + sizeof(int)));
    }

    /// <summary>jz to a position that <see cref="Bind"/> tells later.</summary>
    public int JumpIfZero()
    {
        _code.AddRange([0x0F, 0x84]);
        Int32(0);
        return Position;
    }

    /// <summary>Makes a forward jump land here.</summary>
    /// <param name="jump">What <see cref="JumpIfZero"/> returned.</param>
    public void Bind(int jump)
    {
        int distance = Position - jump;
        for (int i = 0; i < sizeof(int); i++) _code[jump - sizeof(int) + i] = (byte)(distance >> 8 * i);
    }

    /// <summary>vmovups zmm, [source].</summary>
    public void LoadVector(int destination, Address source) => Evex(Map0F, NoPrefix, 0x10, destination, 0, source, VectorBytes, broadcast: false);

    /// <summary>vmovups [destination], zmm.</summary>
    public void StoreVector(int source, Address destination) => Evex(Map0F, NoPrefix, 0x11, source, 0, destination, VectorBytes, broadcast: false);

    /// <summary>vfmadd231ps accumulator, factor, dword [source] {1to16}: accumulator += factor · source.</summary>
    public void MultiplyAdd(int accumulator, int factor, Address source) => Evex(Map0F38, Prefix66, 0xB8, accumulator, factor, source, sizeof(float), broadcast: true);

    /// <summary>vdpbf16ps accumulator, factor, dword [source] {1to16}: accumulator += the two products of each pair.</summary>
    public void MultiplyAddPairs(int accumulator, int factor, Address source) => Evex(Map0F38, PrefixF3, 0x52, accumulator, factor, source, sizeof(float), broadcast: true);

    private static int Low(Gpr register) => (int)register & 7;

    private static int High(Gpr register) => (int)register >> 3;

    private void RegisterPair(byte operation, Gpr destination, Gpr source) =>
        _code.AddRange([(byte)(0x48 | High(source) << 2 | High(destination)), operation, (byte)(0xC0 | Low(source) << 3 | Low(destination))]);

    private void Evex(int map, int prefix, byte operation, int register, int second, Address memory, int unit, bool broadcast)
    {
        EvexPrefix(map, prefix, register, second, broadcast, High(memory.Base), memory.Index is { } index ? High(index) : 0);
        _code.Add(operation);
        Memory(register & 7, memory, unit);
    }

    // W is 0 and the length 512 bits in every instruction here; register bits are stored inverted.
    private void EvexPrefix(int map, int prefix, int register, int second, bool broadcast, int baseBit, int indexBit)
    {
        _code.Add(0x62);
        _code.Add((byte)((~register >> 3 & 1) << 7 | (~indexBit & 1) << 6 | (~baseBit & 1) << 5 | (~register >> 4 & 1) << 4 | map));
        _code.Add((byte)((~second & 15) << 3 | 4 | prefix));
        _code.Add((byte)(2 << 5 | (broadcast ? 1 << 4 : 0) | (~second >> 4 & 1) << 3));
    }

    // A displacement of one byte counts in units of the operand's size.
    private void Memory(int register, Address memory, int unit)
    {
        bool isShort = memory.Displacement % unit == 0 && memory.Displacement / unit is >= sbyte.MinValue and <= sbyte.MaxValue;
        int mode = (isShort ? 1 : 2) << 6;
        if (memory.Index is { } index)
        {
            _code.Add((byte)(mode | register << 3 | 4));
            _code.Add((byte)(BitOperations.Log2((uint)memory.Scale) << 6 | Low(index) << 3 | Low(memory.Base)));
        }
        else
        {
            _code.Add((byte)(mode | register << 3 | Low(memory.Base)));
        }
        if (isShort) _code.Add((byte)(sbyte)(memory.Displacement / unit));
        else Int32(memory.Displacement);
    }

    private void Int32(int value)
    {
        for (int i = 0; i < sizeof(int); i++) _code.Add((byte)(value >> 8 * i));
    }
}
