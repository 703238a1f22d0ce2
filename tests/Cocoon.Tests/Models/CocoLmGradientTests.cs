using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.Tests.Models;

/// <summary>The gradient of the whole loss, parameter by parameter, against central differences of the forward pass.</summary>
public sealed class CocoLmGradientTests : IDisposable
{
    private const float Step = 1f / 128;
    private const int ElementsOfEach = 2;

    private readonly ReferenceKernels _kernels = new();

    // Where a gradient is stopped, the gradient is not the derivative of the value: those forms are checked through the pieces below and by the oracle.
    public static TheoryData<CocoLmOptions> Whole =>
    [
        new() { CopyWeight = 2, StopGradient = false },
        new() { CopyWeight = 2, StopGradient = false, Corrective = CorrectiveForm.Paper },
        new() { CopyWeight = 2, Copy = false },
        new() { CopyWeight = 0, StopGradient = false, Corrective = CorrectiveForm.Paper, LanguageModel = LanguageModelScope.AllTokens },
    ];

    [Theory]
    [MemberData(nameof(Whole))]
    public void Gradient_agrees_with_central_differences(CocoLmOptions options)
    {
        using var golden = new GoldenCocoLm(_kernels, options);

        Verify(golden, golden.Pass, golden.Store.Parameters);
    }

    [Theory]
    [InlineData(CorrectiveForm.Author)]
    [InlineData(CorrectiveForm.Paper)]
    public void With_the_gradient_stopped_what_lies_behind_the_gate_still_agrees(CorrectiveForm form)
    {
        // The language head's bias moves L_LM but not the gate, so for it the stopped gradient is the derivative.
        using var golden = new GoldenCocoLm(_kernels, new() { Corrective = form, CopyWeight = 2 });

        Verify(golden, golden.Pass, [golden.Store["language_head.bias"]]);
    }

    [Fact]
    public void With_the_gradient_stopped_all_that_is_not_the_corrective_loss_agrees()
    {
        using var golden = new GoldenCocoLm(_kernels, new() { CopyWeight = 2 });

        Verify(golden, (backward, _) => golden.Pass(backward, term => term != "lm"), golden.Store.Parameters);
    }

    public void Dispose() => _kernels.Dispose();

    private static void Verify(GoldenCocoLm golden, Func<bool, Func<string, bool>?, Dictionary<string, double>> pass, IEnumerable<Parameter> parameters)
    {
        pass(true, null);
        var analytic = golden.Store.Parameters.ToDictionary(p => p.Path, p => p.Tensor.Grad.ToArray());
        double largest = 0;
        foreach (var (path, tensor) in parameters)
        {
            float[] gradient = analytic[path];
            foreach (int i in Enumerable.Range(0, tensor.Length).OrderByDescending(i => Math.Abs(gradient[i])).Take(ElementsOfEach))
            {
                float saved = tensor.Values[i];
                tensor.Values[i] = saved + Step;
                double above = pass(false, null)["loss"];
                tensor.Values[i] = saved - Step;
                double below = pass(false, null)["loss"];
                tensor.Values[i] = saved;
                double numeric = (above - below) / (2 * Step);
                Assert.True(Math.Abs(numeric - gradient[i]) <= Tolerances.CentralDifference * (1 + Math.Abs(numeric)), $"{path}[{i}]: recorded {gradient[i]}, numeric {numeric}");
                largest = Math.Max(largest, Math.Abs(numeric));
            }
        }
        Assert.True(largest > 0.1, "It moved.");
    }
}
