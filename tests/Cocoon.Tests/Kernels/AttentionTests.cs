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

    [Theory]
    [MemberData(nameof(Available))]
    public void A_text_read_from_left_to_right_begins_with_the_bits_of_its_beginning(MatrixKernel kernel)
    {
        const int Length = 200, Cut = 77, Heads = 2, Size = 24, Width = Heads * Size, Bins = 5;
        using WorkerTeam team = new(2);
        using var kernels = CpuKernels.Create(team, new KernelChoice(kernel, "under test"));
        int[] buckets = [.. Enumerable.Range(0, 2 * Length - 1).Select(i => i % Bins)];
        GuardedFloats qkv = GuardedFloats.Random(3 * Length * Width, 1), table = GuardedFloats.Random(Bins * Heads, 2), slopes = GuardedFloats.Random(Length * Width, 3);
        slopes.Span[(Cut * Width)..].Clear();   // the rest of the text has no loss
        (float[] Output, float[] DQkv, float[] DTable) Run(int length)
        {
            AttentionShape shape = new(new[] { 0, length }, Heads, Size, buckets) { Visible = Past(length) };
            GuardedFloats probabilities = GuardedFloats.Unset((int)shape.ProbabilityCount), output = GuardedFloats.Unset(length * Width), dQkv = GuardedFloats.Unset(3 * length * Width);
            float[] dTable = new float[Bins * Heads];
            var numbers = qkv.Span[..(3 * length * Width)];
            kernels.Attention(numbers, table.Span, shape, DropoutMask.None, probabilities.Span, output.Span);
            kernels.AttentionGradient(numbers, probabilities.Span, shape, DropoutMask.None, slopes.Span[..(length * Width)], dQkv.Span, dTable);
            return (output.Span.ToArray(), dQkv.Span.ToArray(), dTable);
        }

        var (whole, beginning) = (Run(Length), Run(Cut));

        Assert.Equal(beginning.Output, whole.Output[..(Cut * Width)]);
        Assert.Equal(beginning.DQkv, whole.DQkv[..(3 * Cut * Width)]);
        Assert.Equal(beginning.DTable, whole.DTable);
        Assert.All(whole.DQkv[(3 * Cut * Width)..], slope => Assert.Equal(0, slope));
        Assert.Contains(beginning.DTable, slope => slope != 0);
    }

    [Theory]
    [MemberData(nameof(Available))]
    public void Keys_that_no_query_of_a_strip_sees_are_not_computed(MatrixKernel kernel)
    {
        const int Length = 200, Size = 16, Spoiled = 190;
        using WorkerTeam team = new(1);
        using var kernels = CpuKernels.Create(team, new KernelChoice(kernel, "under test"));
        var qkv = GuardedFloats.Random(3 * Length * Size, 1);
        for (int row = Spoiled; row < Length; row++) qkv.Span.Slice(row * 3 * Size + Size, 2 * Size).Fill(float.NaN);   // 0 times it is not a number either
        float[] Output(ReadOnlyMemory<KeyRange> visible)
        {
            AttentionShape shape = new(new[] { 0, Length }, 1, Size, default) { Visible = visible };
            float[] output = new float[Length * Size];
            kernels.Attention(qkv.Span, default, shape, DropoutMask.None, new float[shape.ProbabilityCount], output);
            return output;
        }

        Assert.All(Output(default), value => Assert.True(float.IsNaN(value)));
        Assert.All(Output(Past(Length))[..(Length / 2 * Size)], value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void All_single_precision_kernels_give_the_same_bits()
    {
        using WorkerTeam team = new(2);
        foreach (var kernel in ProductConformance.Available.Except([MatrixKernel.EmittedBf16]))
            AttentionConformance.AssertSameBits(kernel, team, MatrixKernel.Vector128, team);
    }

    private static KeyRange[] Past(int length) => [.. Enumerable.Range(0, length).Select(i => new KeyRange(0, i + 1))];
}
