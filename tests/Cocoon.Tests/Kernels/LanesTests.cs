using Cocoon.Kernels;
using Cocoon.Testing.Kernels;
using Xunit;

namespace Cocoon.Tests.Kernels;

public sealed class LanesTests
{
    private static readonly KernelChoice s_choice = KernelChoice.Select(Precision.Fp32);

    [Fact]
    public void One_vector_and_two_halves_give_the_same_bits()
    {
        using WorkerTeam team = new(2);
        using CpuKernels<Lanes512> whole = new(team, s_choice);
        using CpuKernels<Lanes256> halves = new(team, s_choice);

        Assert.Equal(TableConformance.FingerprintOf(whole), TableConformance.FingerprintOf(halves));
        foreach (var attention in AttentionConformance.Cases) attention.Compute(whole).AssertSameBits(attention.Compute(halves), $"{attention}");
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(88.5f)]
    [InlineData(-103.9f)]
    [InlineData(-87.5f)] // e^x is denormal: rounded once
    public void Exponentials_have_the_same_bits_at_the_limits_of_numbers(float x)
    {
        float whole = Lanes.Max(Vmath.Exp(Lanes512.Create(x))), halves = Lanes.Max(Vmath.Exp(Lanes256.Create(x)));

        Assert.Equal(BitConverter.SingleToUInt32Bits(whole), BitConverter.SingleToUInt32Bits(halves));
    }
}
