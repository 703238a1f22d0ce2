using System.Text.Json;
using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.Tests.Models;

/// <summary>COCO-LM against an independent implementation in double precision.</summary>
public abstract class CocoLmOracleTests : IDisposable
{
    private readonly IKernels _kernels;

    protected CocoLmOracleTests(IKernels kernels) => _kernels = kernels;

    public static TheoryData<string> Cases => [.. GoldenCocoLm.Document.GetProperty("cases").EnumerateObject().Select(c => c.Name)];

    [Fact]
    public void Parameters_have_the_oracles_names_and_values()
    {
        using var golden = new GoldenCocoLm(_kernels, new());
        var expected = GoldenCocoLm.Document.GetProperty("firstParameters").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetDouble());

        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), golden.Store.Parameters.Select(p => p.Path).Order(StringComparer.Ordinal));
        foreach (var (path, tensor) in golden.Store.Parameters) Assert.Equal(expected[path], tensor.Values[0]);
    }

    [Fact]
    public void Final_states_agree()
    {
        using var golden = new GoldenCocoLm(_kernels, new());

        AssertClose(GoldenCocoLm.Floats(GoldenCocoLm.Document.GetProperty("hidden")), golden.Hidden(), "hidden");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Losses_and_gradients_agree(string name)
    {
        using var golden = new GoldenCocoLm(_kernels, Options(name));
        var expected = GoldenCocoLm.Document.GetProperty("cases").GetProperty(name);

        var losses = golden.Pass(backward: true);

        foreach (string term in (string[])["mlm", "copy", "lm", "scl"])
            Assert.Equal(expected.GetProperty(term).GetDouble(), losses[term], Tolerances.OracleLoss);
        foreach (var (path, tensor) in golden.Store.Parameters)
        {
            double norm = Math.Sqrt(expected.GetProperty("squaredGradients").GetProperty(path).GetDouble());
            Assert.True(Math.Abs(norm - Norm(tensor.Grad)) <= Tolerances.OracleGradient * (1 + norm), $"{path}: ‖gradient‖ {Norm(tensor.Grad)}, oracle {norm}");
            if (expected.TryGetProperty("gradients", out var gradients)) AssertClose(GoldenCocoLm.Floats(gradients.GetProperty(path)), tensor.Grad, path);
        }
    }

    [Fact]
    public void Ten_steps_of_training_agree()
    {
        using var golden = new GoldenCocoLm(_kernels, new());
        var training = GoldenCocoLm.Document.GetProperty("training");
        double[] expected = training.GetProperty("losses").Deserialize<double[]>()!;
        var moments = new Dictionary<string, (float[], float[])>();
        double beta1 = training.GetProperty("beta1").GetDouble(), beta2 = training.GetProperty("beta2").GetDouble();

        for (int step = 1; step <= expected.Length; step++)
        {
            double loss = golden.Pass(backward: true)["loss"];
            Assert.Equal(expected[step - 1], loss, Tolerances.OracleTraining * expected[step - 1]);
            golden.Update(new((float)training.GetProperty("rate").GetDouble(), (float)beta1, (float)beta2, (float)training.GetProperty("epsilon").GetDouble(),
                (float)training.GetProperty("decay").GetDouble(), (float)(1 / (1 - Math.Pow(beta1, step))), (float)(1 / (1 - Math.Pow(beta2, step))), 1), moments);
        }

        Assert.True(expected[^1] < 0.6 * expected[0], "It moved.");
        foreach (var (path, tensor) in golden.Store.Parameters)
        {
            float[] weights = GoldenCocoLm.Floats(training.GetProperty("weights").GetProperty(path));
            int third = path.EndsWith("qkv.bias", StringComparison.Ordinal) ? weights.Length / 3 : int.MaxValue;
            for (int i = 0; i < weights.Length; i++)
            {
                double tolerance = i / third == 1 ? Tolerances.OracleKeyBias : Tolerances.OracleWeight;
                Assert.True(Math.Abs(weights[i] - tensor.Values[i]) <= tolerance, $"{path}[{i}]: {tensor.Values[i]}, oracle {weights[i]}");
            }
        }
    }

    public void Dispose()
    {
        _kernels.Dispose();
        GC.SuppressFinalize(this);
    }

    private static CocoLmOptions Options(string name) => name switch
    {
        "author" => new(),
        "paper" => new() { Corrective = CorrectiveForm.Paper },
        "author, gradient into the gate" => new() { StopGradient = false },
        "paper, gradient into the gate" => new() { Corrective = CorrectiveForm.Paper, StopGradient = false },
        "no copying" => new() { Copy = false },
        "all tokens" => new() { Corrective = CorrectiveForm.Paper, StopGradient = false, LanguageModel = LanguageModelScope.AllTokens },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    private static double Norm(ReadOnlySpan<float> x)
    {
        double sum = 0;
        foreach (float v in x) sum += (double)v * v;
        return Math.Sqrt(sum);
    }

    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerances.OracleGradient * (1 + Math.Abs(expected[i])), $"{what}[{i}]: {actual[i]}, oracle {expected[i]}");
    }
}

public sealed class CocoLmOnReferenceKernels() : CocoLmOracleTests(new ReferenceKernels());

public sealed class CocoLmOnCpuKernels() : CocoLmOracleTests(CpuKernels.Create(new WorkerTeam(2), Precision.Fp32));
