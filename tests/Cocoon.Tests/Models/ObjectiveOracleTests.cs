using System.Text.Json;
using Cocoon.Determinism;
using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Testing;
using Cocoon.Training;
using Xunit;

namespace Cocoon.Tests.Models;

/// <summary>What every objective's comparison with its independent implementation shares: parameters by formula, terms, weights, gradients, states.</summary>
public abstract class ObjectiveOracleTests : IDisposable
{
    private readonly IKernels[] _tables = [new ReferenceKernels(), CpuKernels.Create(new WorkerTeam(2), Precision.Fp32)];
    private readonly Arena _arena = new();

    public void Dispose()
    {
        foreach (var kernels in _tables) kernels.Dispose();
        _arena.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The encoder of a file, without dropout.</summary>
    private protected static EncoderOptions Encoder(JsonElement document) =>
        document.GetProperty("encoder").Deserialize<EncoderOptions>(JsonSerializerOptions.Web)! with { Dropout = 0, AttentionDropout = 0 };

    /// <summary>Compares one case on both tables of kernels.</summary>
    /// <param name="expected">The case.</param>
    /// <param name="build">Declares the networks, and gives the losses and the final states of the main one.</param>
    private protected void Compare(JsonElement expected, Func<ParameterScope, (Func<Tape, IReadOnlyList<LossTerm>> Losses, Func<Tape, Tensor> Hidden)> build)
    {
        foreach (var kernels in _tables)
        {
            using var store = new ParameterStore(seed: 1);
            var (losses, hidden) = build(new(store));
            foreach (var parameter in store.Parameters) Golden.Fill(parameter);
            _arena.Reset();
            AssertClose(Golden.Floats(expected.GetProperty("hidden")), hidden(new(kernels, _arena, default, training: false)).Values, "states");
            _arena.Reset();
            var tape = new Tape(kernels, _arena, new StepKey(1, 0));
            store.ClearGradients();
            var terms = losses(tape);
            foreach (var (_, value, weight) in terms) value.Grad[0] = weight;
            tape.Backward();

            var values = expected.GetProperty("terms");
            Assert.Equal(values.EnumerateObject().Select(t => t.Name), terms.Select(t => t.Name));
            foreach (var (name, value, weight) in terms)
            {
                Assert.Equal(expected.GetProperty("weights").GetProperty(name).GetDouble(), weight);
                Assert.Equal(values.GetProperty(name).GetDouble(), value.Values[0], Tolerances.OracleLoss);
            }
            AssertGradients(expected, store);
        }
    }

    private static void AssertGradients(JsonElement expected, ParameterStore store)
    {
        bool whole = expected.TryGetProperty("gradients", out var gradients);
        if (!whole) gradients = expected.GetProperty("squaredGradients");
        Assert.Equal(gradients.EnumerateObject().Select(g => g.Name).Order(StringComparer.Ordinal), store.Parameters.Select(p => p.Path).Order(StringComparer.Ordinal));
        double largest = 0;
        foreach (var (path, tensor) in store.Parameters)
        {
            double norm = Math.Sqrt(tensor.Grad.ToArray().Sum(g => (double)g * g));
            largest = Math.Max(largest, norm);
            if (whole) AssertClose(Golden.Floats(gradients.GetProperty(path)), tensor.Grad, path);
            else Assert.Equal(Math.Sqrt(gradients.GetProperty(path).GetDouble()), norm, Tolerances.OracleGradient * (1 + norm));
        }
        Assert.True(largest > 0.1, "It moved.");
    }

    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerances.OracleGradient * (1 + Math.Abs(expected[i])), $"{what}[{i}]: {actual[i]}, oracle {expected[i]}");
    }
}
