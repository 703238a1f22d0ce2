using Cocoon.Determinism;
using Cocoon.Kernels;
using Cocoon.Tensors;
using Cocoon.Training;
using Xunit;

namespace Cocoon.Testing;

/// <summary>Compares recorded gradients with five-point differences of the forward pass, combined in double.</summary>
/// <remarks>
/// The derivative of f at x is (8 (f(x+h) − f(x−h)) − (f(x+2h) − f(x−2h))) / 12h up to a term of h⁴. A tape in training draws its masks from
/// its key, so every evaluation drops the same elements and dropout can be differentiated too. Memory starts as NaN, so a
/// gradient that is added to where it should be written shows.
/// </remarks>
public static class GradientCheck
{
    private static readonly StepKey s_key = new(7, 3);

    /// <summary>Checks every element of <paramref name="at"/>.</summary>
    /// <param name="at">What to differentiate with respect to; from an arena that outlives this call.</param>
    /// <param name="output">The operation; its output may have any shape: the loss is a random combination of its elements.</param>
    /// <param name="tolerance">Largest difference, relative to the largest gradient.</param>
    public static void Verify(Tensor at, Func<Tape, Tensor> output, double tolerance = Tolerances.Gradient) => Verify([at], output, tolerance);

    /// <inheritdoc cref="Verify(Tensor, Func{Tape, Tensor}, double)"/>
    public static void Verify(IReadOnlyList<Tensor> at, Func<Tape, Tensor> output, double tolerance = Tolerances.Gradient)
    {
        using var arena = Arrange.PoisonedArena();
        using var kernels = new ReferenceKernels();
        var tape = new Tape(kernels, arena, s_key);
        foreach (var x in at)
            if (x.HasGrad) x.Grad.Clear();
        float[][] once = Gradients(at, output, tape, arena), twice = Gradients(at, output, tape, arena);
        for (int t = 0; t < at.Count; t++)
        {
            double scale = Largest(once[t]);
            Assert.True(scale > 0 && double.IsFinite(scale), $"Tensor {t}: the largest gradient is {scale}.");
            for (int i = 0; i < at[t].Length; i++)
            {
                ref float x = ref at[t].Values[i];
                float saved = x;
                double numeric = FivePoint(1.0 / 32, h =>
                {
                    at[t].Values[i] = (float)(saved + h);
                    return Loss(output, tape, arena);
                });
                x = saved;
                Assert.True(Math.Abs(numeric - once[t][i]) <= tolerance * scale, $"Tensor {t}, element {i}: recorded {once[t][i]}, numeric {numeric}, largest {scale}.");
                Assert.True(Math.Abs(2.0 * once[t][i] - twice[t][i]) <= 1e-5 * scale, $"Tensor {t}, element {i}: {once[t][i]} added to itself gives {twice[t][i]}.");
            }
        }
    }

    /// <summary>Checks the gradients of a group of parameters along random directions.</summary>
    /// <param name="group">Parameters that are moved together; the others stand still.</param>
    /// <param name="losses">One pass of an objective, a pure function of the parameters and the tape's key.</param>
    /// <param name="directions">How many directions to try.</param>
    /// <param name="step">How far each parameter moves, times a normal number.</param>
    /// <param name="tolerance">Largest difference, relative to the gradient's norm, which is the derivative's size along such a direction.</param>
    public static void Along(IReadOnlyList<Parameter> group, Func<Tape, IReadOnlyList<LossTerm>> losses, int directions = 2,
        double step = 1e-3, double tolerance = Tolerances.GradientAlong)
    {
        using var arena = new Arena();
        using var kernels = new ReferenceKernels();
        var tape = new Tape(kernels, arena, s_key);
        foreach (var parameter in group) parameter.Tensor.Grad.Clear();
        Total(losses, tape, arena, backward: true);
        float[][] gradients = [.. group.Select(p => p.Tensor.Grad.ToArray())], saved = [.. group.Select(p => p.Tensor.Values.ToArray())];
        double norm = Math.Sqrt(gradients.Sum(g => g.Sum(x => (double)x * x)));
        Assert.True(norm > 0 && double.IsFinite(norm), $"{group[0].Path} …: the gradient's norm is {norm}.");
        for (int d = 0; d < directions; d++)
        {
            float[][] direction = [.. group.Select((p, i) => Normal(p.Tensor.Length, (ulong)(d * group.Count + i)))];
            double recorded = gradients.Zip(direction).Sum(pair => pair.First.Zip(pair.Second).Sum(x => (double)x.First * x.Second));
            double numeric = FivePoint(step, h =>
            {
                Move(group, saved, direction, h);
                return Total(losses, tape, arena, backward: false);
            });
            Move(group, saved, direction, 0);
            Assert.True(Math.Abs(numeric - recorded) <= tolerance * norm, $"{group[0].Path} …, direction {d}: recorded {recorded}, numeric {numeric}, norm {norm}.");
        }
    }

    private static double FivePoint(double h, Func<double, double> f) => (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h);

    private static float[][] Gradients(IReadOnlyList<Tensor> at, Func<Tape, Tensor> output, Tape tape, Arena arena)
    {
        arena.Reset();
        tape.Reset(s_key);
        var y = output(tape);
        Weights(y.Length).CopyTo(y.Grad);
        tape.Backward();
        return [.. at.Select(x => x.Grad.ToArray())];
    }

    private static double Loss(Func<Tape, Tensor> output, Tape tape, Arena arena)
    {
        arena.Reset();
        tape.Reset(s_key);
        var y = output(tape);
        float[] weights = Weights(y.Length);
        double loss = 0;
        for (int i = 0; i < weights.Length; i++) loss += (double)weights[i] * y.Values[i];
        return loss;
    }

    private static double Total(Func<Tape, IReadOnlyList<LossTerm>> losses, Tape tape, Arena arena, bool backward)
    {
        arena.Reset();
        tape.Reset(s_key);
        double total = 0;
        foreach (var term in losses(tape))
        {
            total += (double)term.Weight * term.Value.Values[0];
            if (backward) term.Value.Grad[0] += term.Weight;
        }
        if (backward) tape.Backward();
        return total;
    }

    private static void Move(IReadOnlyList<Parameter> group, float[][] from, float[][] direction, double h)
    {
        for (int p = 0; p < group.Count; p++)
        {
            var values = group[p].Tensor.Values;
            for (int i = 0; i < values.Length; i++) values[i] = (float)(from[p][i] + h * direction[p][i]);
        }
    }

    private static float[] Weights(int length) => length == 1 ? [1] : Normal(length, 1000);

    private static double Largest(float[] values) => values.Length == 0 ? 0 : values.Max(x => (double)Math.Abs(x));

    private static float[] Normal(int length, ulong seed)
    {
        float[] values = new float[length];
        Init.Normal(1).Fill(values, new RandomStream(seed, 1, Streams.Initialization));
        return values;
    }
}
