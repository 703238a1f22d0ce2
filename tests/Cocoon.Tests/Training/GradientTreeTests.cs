using Cocoon.Kernels;
using Cocoon.Tensors;
using Cocoon.Training;
using Xunit;

namespace Cocoon.Tests.Training;

public sealed class GradientTreeTests
{
    private static readonly float[] s_values = [1e8f, 1f, -1e8f, 3f, 0.25f, 1e-3f, 7f, -2f]; // sums depend on their order

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(8)]
    public void Micro_batches_are_summed_in_a_binary_tree_over_their_numbers(int count)
    {
        Assert.Equal(Tree(0, count), Sum(s_values[..count]));
    }

    [Fact]
    public void The_tree_is_not_the_sum_from_left_to_right()
    {
        float sequential = 0;
        foreach (float value in s_values[..4]) sequential += value;

        Assert.NotEqual(sequential, Sum(s_values[..4]));
    }

    [Fact]
    public void A_second_step_starts_from_nothing()
    {
        using var kernels = new ReferenceKernels();
        using var store = new ParameterStore(1);
        var parameter = new ParameterScope(store).Parameter("p", 1, 1, Init.Zeros);
        using var tree = new GradientTree(kernels, store);
        Assert.Equal(6, Sum(parameter, store, tree, [1, 2, 3]));
        Assert.Equal(15, Sum(parameter, store, tree, [4, 5, 6]));
    }

    // The largest power of two below the count, then the rest: ((0+1)+(2+3))+(4+5)…
    private static float Tree(int first, int count)
    {
        if (count == 1) return s_values[first];
        int left = 1;
        while (left * 2 < count) left *= 2;
        return Tree(first, left) + Tree(first + left, count - left);
    }

    private static float Sum(float[] values)
    {
        using var kernels = new ReferenceKernels();
        using var store = new ParameterStore(1);
        var parameter = new ParameterScope(store).Parameter("p", 1, 1, Init.Zeros);
        using var tree = new GradientTree(kernels, store);
        return Sum(parameter, store, tree, values);
    }

    private static float Sum(Tensor parameter, ParameterStore store, GradientTree tree, float[] values)
    {
        store.ClearGradients();
        for (int i = 0; i < values.Length; i++)
        {
            parameter.Grad[0] += values[i];
            tree.Add(last: i == values.Length - 1);
        }
        return parameter.Grad[0];
    }
}
