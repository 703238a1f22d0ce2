using System.Text.Json;
using Cocoon.Kernels;
using Cocoon.Tensors;
using Cocoon.Testing;
using Cocoon.Training;
using Xunit;

namespace Cocoon.Tests.Training;

public sealed class AdamWTests
{
    private static readonly JsonElement s_golden = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("tests", "golden", "adamw.json"))).RootElement;

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Steps_agree_with_an_independent_implementation(bool biasCorrection, bool reference)
    {
        using var team = new WorkerTeam(2);
        using IKernels kernels = reference ? new ReferenceKernels() : CpuKernels.Create(team, Precision.Fp32);
        using var store = new ParameterStore(1);
        float[] start = Floats(s_golden.GetProperty("start"));
        var parameter = new ParameterScope(store).Parameter("p", 1, start.Length, Init.Zeros);
        start.CopyTo(parameter.Values);
        using var optimizer = new AdamW(kernels, store, new() { BiasCorrection = biasCorrection });
        float[] rates = Floats(s_golden.GetProperty("learningRates"));
        for (int step = 0; step < rates.Length; step++)
        {
            // Gradients arrive as a sum over two micro-batches, and are halved.
            float[] gradient = Floats(s_golden.GetProperty("gradients")[step]);
            for (int i = 0; i < gradient.Length; i++) parameter.Grad[i] = 2 * gradient[i];
            optimizer.Step(step, rates[step], gradientScale: 0.5);

            float[] expected = Floats(s_golden.GetProperty(biasCorrection ? "corrected" : "uncorrected")[step]);
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], parameter.Values[i], Tolerances.AdamW);
        }
    }

    [Fact]
    public void Norms_and_biases_may_be_left_out_of_decay()
    {
        using var kernels = new ReferenceKernels();
        using var store = new ParameterStore(1);
        var bias = new ParameterScope(store).Parameter("bias", 1, 3, Init.Ones);
        var weight = new ParameterScope(store).Parameter("weight", 3, 3, Init.Ones);
        using var optimizer = new AdamW(kernels, store, new() { DecayNormsAndBiases = false, WeightDecay = 0.5f });
        store.ClearGradients();
        optimizer.Step(0, 0.1, 1);

        Assert.Equal(1f, bias.Values[0]);
        Assert.Equal(0.95f, weight.Values[0]);
    }

    private static float[] Floats(JsonElement array) => [.. array.EnumerateArray().Select(v => (float)v.GetDouble())];
}
