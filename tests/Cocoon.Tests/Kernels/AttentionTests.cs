using Cocoon.Kernels;
using Cocoon.Testing.Kernels;
using Xunit;

namespace Cocoon.Tests.Kernels;

public sealed class AttentionTests
{
    public static TheoryData<MatrixKernel> Available => new(ProductConformance.Available);

    [Theory]
    [MemberData(nameof(Available))]
    public void Agrees_with_the_reference_forward_and_back(MatrixKernel kernel)
    {
        using WorkerTeam team = new(2);
        AttentionConformance.AssertCorrect(kernel, team);
    }

    [Theory]
    [MemberData(nameof(Available))]
    public void Scores_of_ten_thousand_are_safe(MatrixKernel kernel)
    {
        using WorkerTeam team = new(1);
        AttentionConformance.AssertSafeForLargeScores(kernel, team);
    }

    [Theory]
    [MemberData(nameof(Available))]
    public void Has_the_same_bits_on_one_two_and_three_threads(MatrixKernel kernel)
    {
        using WorkerTeam one = new(1), two = new(2), three = new(3);
        AttentionConformance.AssertSameBits(kernel, one, kernel, two);
        AttentionConformance.AssertSameBits(kernel, two, kernel, three);
    }

    [Fact]
    public void All_single_precision_kernels_give_the_same_bits()
    {
        using WorkerTeam team = new(2);
        foreach (var kernel in ProductConformance.Available.Except([MatrixKernel.EmittedBf16]))
            AttentionConformance.AssertSameBits(kernel, team, MatrixKernel.Vector128, team);
    }
}
