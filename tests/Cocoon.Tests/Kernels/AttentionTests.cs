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

    [Theory]
    [MemberData(nameof(Available))]
    public void Later_queries_have_the_same_bits_without_the_earlier_ones(MatrixKernel kernel)
    {
        const int Length = 150, Heads = 2, Size = 24, Width = Heads * Size;
        using WorkerTeam team = new(2);
        using var fast = CpuKernels.Create(team, new KernelChoice(kernel, "under test"));
        using var reference = new ReferenceKernels();
        foreach (var kernels in (IKernels[])[fast, reference])
        {
            float[] Output(int firstQuery)
            {
                AttentionShape shape = new(new[] { 0, Length }, Heads, Size, default) { FirstQuery = firstQuery };
                GuardedFloats qkv = GuardedFloats.Random(3 * Length * Width, 1), probabilities = GuardedFloats.Unset((int)shape.ProbabilityCount), output = GuardedFloats.Unset(Length * Width);
                kernels.Attention(qkv.Span, default, shape, DropoutMask.None, probabilities.Span, output.Span);
                foreach (var buffer in (GuardedFloats[])[probabilities, output]) buffer.AssertMarginsUntouched();
                return output.Span.ToArray();
            }

            float[] whole = Output(0);
            foreach (int first in (int[])[1, 64, Length - 1])
            {
                float[] later = Output(first);
                Assert.Equal(whole[(first * Width)..], later[(first * Width)..]);
                Assert.All(later[..(first * Width)], value => Assert.True(float.IsNaN(value)));
            }
        }
    }

    [Fact]
    public void All_single_precision_kernels_give_the_same_bits()
    {
        using WorkerTeam team = new(2);
        foreach (var kernel in ProductConformance.Available.Except([MatrixKernel.EmittedBf16]))
            AttentionConformance.AssertSameBits(kernel, team, MatrixKernel.Vector128, team);
    }
}
