using Cocoon.Kernels;
using Cocoon.Testing.Kernels;
using Xunit;
using Xunit.Abstractions;

namespace Cocoon.Tests.Kernels;

/// <summary>All kernel checks in processes in which instruction sets are switched off or forced.</summary>
public sealed class InstructionSetTests(ITestOutputHelper output)
{
    private static readonly Lazy<string> s_here = new(() => string.Join('\n', KernelChecks.All.Select(check => $"{check.Key} {check.Value()}")));

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "avx512 False")]
    [InlineData("DOTNET_EnableAVX2", "avx2 False")]
    [InlineData("DOTNET_EnableHWIntrinsic", "vectors False")]
    public void Results_have_the_same_bits_without(string variable, string effect)
    {
        if (!Vectors()) return; // an architecture without these switches: the kernels run in process, in the other tests
        string machine = KernelProcess.Run("machine", (variable, "0")).Output;
        output.WriteLine(machine);
        Assert.Contains(effect, machine, StringComparison.Ordinal);

        var run = KernelProcess.Run("all", (variable, "0"));

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal(s_here.Value, run.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Bf16_products_are_right_where_the_cpu_executes_them()
    {
        var probe = KernelProcess.Run("probe", (KernelChoice.Variable, "force"));
        if (probe.DiedOfAnInstruction)
        {
            output.WriteLine("AVX512_BF16 is not available: the probe died of an illegal instruction.");
            return;
        }
        output.WriteLine($"Probe {probe.Output}");
        Assert.True(probe.ExitCode == 0, probe.Errors);

        var run = KernelProcess.Run("all", (KernelChoice.Variable, "force"));

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal(s_here.Value, run.Output.ReplaceLineEndings("\n")); // single precision is not touched
    }

    [Fact]
    public void Bf16_can_be_switched_off_and_the_choice_says_so()
    {
        string choice = KernelProcess.Run("choice", (KernelChoice.Variable, "off")).Output;

        Assert.Contains("bf16 products run in FP32 because COCOON_BF16 is off", choice, StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(MatrixKernel.EmittedBf16), choice, StringComparison.Ordinal);
    }

    [Fact]
    public void The_fastest_kernel_is_chosen_and_the_reason_told()
    {
        var choice = KernelChoice.Select(Precision.Fp32);
        output.WriteLine($"{choice}");

        Assert.Equal(ProductConformance.Available.First(kernel => kernel != MatrixKernel.EmittedBf16), choice.Kernel);
        Assert.NotEmpty(choice.Reason);
    }

    private static bool Vectors() => System.Runtime.Intrinsics.X86.X86Base.IsSupported;
}
