using Cocoon.Kernels;
using Xunit;

namespace Cocoon.Tests.Models;

/// <summary>Who learns from which loss.</summary>
public sealed class CocoLmSharingTests : IDisposable
{
    private readonly ReferenceKernels _kernels = new();
    private readonly GoldenCocoLm _golden;

    public CocoLmSharingTests() => _golden = new(_kernels, new());

    [Fact]
    public void The_auxiliary_model_learns_from_its_own_loss_only_except_through_the_shared_embeddings()
    {
        var own = Touched(term => term == "mlm");
        var others = Touched(term => term != "mlm");

        Assert.All(own, path => Assert.True(path.StartsWith("auxiliary.", StringComparison.Ordinal) || path.StartsWith("embeddings.", StringComparison.Ordinal), path));
        Assert.DoesNotContain(others, path => path.StartsWith("auxiliary.", StringComparison.Ordinal));
        Assert.Equal(["embeddings.norm.bias", "embeddings.norm.weight", "embeddings.positions", "embeddings.tokens"], own.Intersect(others).Order());
        Assert.Equal(_golden.Store.Parameters.Count, own.Union(others).Count());
    }

    [Theory]
    [InlineData("embeddings.tokens", true, true)]
    [InlineData("embeddings.positions", true, true)]
    [InlineData("embeddings.norm.weight", true, true)]
    [InlineData("main.relative_positions.weight", false, true)]
    [InlineData("auxiliary.relative_positions.weight", true, false)]
    [InlineData("main.layers.0.attention.qkv.weight", false, true)]
    [InlineData("auxiliary.layers.0.attention.qkv.weight", true, false)]
    public void Moving_a_parameter_moves_the_networks_that_use_it(string path, bool auxiliary, bool main)
    {
        var before = _golden.Pass();
        var values = _golden.Store[path].Tensor.Values;
        for (int i = 0; i < values.Length; i++) values[i] += MathF.Sin(i);
        var after = _golden.Pass();

        Assert.Equal(auxiliary, before["mlm"] != after["mlm"]);
        Assert.Equal(main, before["copy"] != after["copy"]);
    }

    public void Dispose()
    {
        _golden.Dispose();
        _kernels.Dispose();
    }

    private List<string> Touched(Func<string, bool> terms)
    {
        _golden.Pass(backward: true, terms);
        return [.. _golden.Store.Parameters.Where(p => p.Tensor.Grad.ContainsAnyExcept(0f)).Select(p => p.Path)];
    }
}
