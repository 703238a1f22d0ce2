using Cocoon.Kernels;
using Cocoon.Testing.Kernels;
using Xunit;

namespace Cocoon.Tests.Kernels;

public sealed class MatMulTests
{
    public static TheoryData<MatrixKernel> Available => new(ProductConformance.Available);

    [Theory]
    [MemberData(nameof(Available))]
    public void Agrees_with_a_naive_loop_for_all_shapes_and_transpositions(MatrixKernel kernel)
    {
        using WorkerTeam team = new(2);
        ProductConformance.AssertCorrect(kernel, team);
    }

    [Theory]
    [MemberData(nameof(Available))]
    public void Has_the_same_bits_on_one_two_and_three_threads(MatrixKernel kernel)
    {
        using WorkerTeam one = new(1), two = new(2), three = new(3);
        ProductConformance.AssertSameBits(kernel, one, kernel, two);
        ProductConformance.AssertSameBits(kernel, two, kernel, three);
    }

    [Fact]
    public void All_single_precision_kernels_give_the_same_bits()
    {
        using WorkerTeam team = new(2);
        foreach (var kernel in ProductConformance.Available.Except([MatrixKernel.EmittedBf16]))
            ProductConformance.AssertSameBits(kernel, team, MatrixKernel.Vector128, team);
    }

    [Fact]
    public void Nothing_that_is_not_a_number_gets_lost()
    {
        using WorkerTeam team = new(1);
        foreach (var kernel in ProductConformance.Available)
        {
            using IKernels kernels = CpuKernels.Create(team, new KernelChoice(kernel, "under test"));
            float[] a = [1, BitConverter.UInt32BitsToSingle(0x7FFFFFFF)], b = [1, 0], c = new float[1];
            kernels.MatMul(a, false, b, false, [], 1, 1, 2, false, c);
            Assert.True(float.IsNaN(c[0]), $"{kernel}: {c[0]}");
        }
    }

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        using WorkerTeam team = new(1);
        using IKernels kernels = CpuKernels.Create(team, Precision.Fp32);
        var six = new float[6];
        Assert.Throws<ArgumentException>(() => kernels.MatMul(six, false, six, false, [], 2, 2, 2, false, new float[4]));
        Assert.Throws<ArgumentException>(() => kernels.MatMul(six, false, six, false, [], 2, 2, 3, false, new float[5]));
        Assert.Throws<ArgumentException>(() => kernels.MatMul(six, false, six, false, new float[2], 2, 2, 3, true, new float[4]));
        Assert.Throws<ArgumentException>(() => kernels.MatMul(six, false, six, false, new float[3], 2, 2, 3, false, new float[4]));
    }
}
