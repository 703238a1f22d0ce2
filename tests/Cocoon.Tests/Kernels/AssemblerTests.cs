using Cocoon.Kernels;
using Xunit;

namespace Cocoon.Tests.Kernels;

/// <summary>Encodings against those of GNU as (binutils), which the comments disassemble.</summary>
public sealed class AssemblerTests
{
    private static readonly (string Text, Action<Assembler> Emit, string Bytes)[] s_known =
    [
        ("push rbx", a => a.Push(Gpr.Rbx), "53"),
        ("pop rbx", a => a.Pop(Gpr.Rbx), "5b"),
        ("ret", a => a.Return(), "c3"),
        ("vzeroupper", a => a.ZeroUpper(), "c5f877"),
        ("mov r11, r10", a => a.Move(Gpr.R11, Gpr.R10), "4d89d3"),
        ("mov rax, r11", a => a.Move(Gpr.Rax, Gpr.R11), "4c89d8"),
        ("mov rsi, [rdi+16]", a => a.Load(Gpr.Rsi, new(Gpr.Rdi, 16)), "488b7710"),
        ("add r8, r9", a => a.Add(Gpr.R8, Gpr.R9), "4d01c8"),
        ("add rbx, r9", a => a.Add(Gpr.Rbx, Gpr.R9), "4c01cb"),
        ("add r10, 0x1234567", a => a.Add(Gpr.R10, 0x1234567), "4981c267452301"),
        ("add rsi, 1024", a => a.Add(Gpr.Rsi, 1024), "4881c600040000"),
        ("test rdx, rdx", a => a.Test(Gpr.Rdx), "4885d2"),
        ("test rcx, rcx", a => a.Test(Gpr.Rcx), "4885c9"),
        ("dec rdx", a => a.Decrement(Gpr.Rdx), "48ffca"),
        ("vmovups zmm28, [rsi+128]", a => a.LoadVector(28, new(Gpr.Rsi, 128)), "62617c48106602"),
        ("vmovups zmm29, [rsi+8128]", a => a.LoadVector(29, new(Gpr.Rsi, 8128)), "62617c48106e7f"),
        ("vmovups zmm29, [rsi+8192]", a => a.LoadVector(29, new(Gpr.Rsi, 8192)), "62617c4810ae00200000"),
        ("vmovups zmm31, [rsi+4]", a => a.LoadVector(31, new(Gpr.Rsi, 4)), "62617c4810be04000000"),
        ("vmovups [r8+64], zmm27", a => a.StoreVector(27, new(Gpr.R8, 64)), "62417c48115801"),
        ("vmovups [rcx+64], zmm15", a => a.StoreVector(15, new(Gpr.Rcx, 64)), "62717c48117901"),
        ("vfmadd231ps zmm17, zmm29, [r11+r9+4]{1to16}", a => a.MultiplyAdd(17, 29, new Address(Gpr.R11, 4, Gpr.R9, 1)), "62821550b84c0b01"),
        ("vfmadd231ps zmm27, zmm28, [r8+r9*2+508]{1to16}", a => a.MultiplyAdd(27, 28, new Address(Gpr.R8, 508, Gpr.R9, 2)), "62021d50b85c487f"),
        ("vfmadd231ps zmm8, zmm3, [rbx+512]{1to16}", a => a.MultiplyAdd(8, 3, new Address(Gpr.Rbx, 512)), "62726558b88300020000"),
        ("vdpbf16ps zmm0, zmm28, [rax+8]{1to16}", a => a.MultiplyAddPairs(0, 28, new Address(Gpr.Rax, 8)), "62f21e50524002"),
        ("vdpbf16ps zmm26, zmm29, [rbx+r9*2+12]{1to16}", a => a.MultiplyAddPairs(26, 29, new Address(Gpr.Rbx, 12, Gpr.R9, 2)), "6222165052544b03"),
    ];

    public static TheoryData<string> Known => new(s_known.Select(instruction => instruction.Text));

    [Theory]
    [MemberData(nameof(Known))]
    public void An_instruction_has_the_bytes_of_another_assembler(string text)
    {
        var (_, emit, bytes) = s_known.Single(instruction => instruction.Text == text);
        var assembler = new Assembler();
        emit(assembler);
        Assert.Equal(bytes, Convert.ToHexStringLower([.. assembler.Code]));
    }

    [Fact]
    public void Jumps_land_where_they_should()
    {
        var assembler = new Assembler();
        int skip = assembler.JumpIfZero(); // 6 bytes
        int top = assembler.Position;
        assembler.Decrement(Gpr.Rdx); // 3 bytes
        assembler.JumpIfNotZero(top); // 6 bytes
        assembler.Bind(skip);
        assembler.Return();
        Assert.Equal("0f8409000000" + "48ffca" + "0f85f7ffffff" + "c3", Convert.ToHexStringLower([.. assembler.Code]));
    }
}
