using Cocoon.Determinism;
using Cocoon.Kernels;
using Cocoon.Tensors;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.Tests.Tensors;

public sealed class TapeTests : IDisposable
{
    private readonly Arena _arena = new();
    private readonly ReferenceKernels _kernels = new();
    private readonly ParameterStore _store = new(seed: 1);

    [Fact]
    public void Nothing_is_recorded_while_evaluating()
    {
        var (tape, weight) = (NewTape(), Weight());
        var x = Arrange.Normal(_arena, 4, 6, 1);
        using (tape.Evaluating())
        {
            Assert.False(tape.Training);
            tape.Linear(x, weight, null).Grad.Fill(1);
        }
        Assert.True(tape.Training);

        tape.Backward();

        Assert.False(x.HasGrad);
        Assert.All(weight.Grad.ToArray(), g => Assert.Equal(0, g));
    }

    [Fact]
    public void Tensors_of_a_stretch_of_evaluation_die_with_it_and_leave_their_memory()
    {
        var tape = NewTape();
        var before = Arrange.Normal(_arena, 1000, 1000, 1);
        float[] kept = before.Values.ToArray();
        Tensor inside;
        long reserved = 0;
        for (int i = 0; i < 20; i++)
        {
            using (tape.Evaluating())
            {
                inside = tape.Gelu(before);
                Assert.Equal(1_000_000, inside.Values.Length);
                Assert.Throws<InvalidOperationException>(() => before.Grad[0]);   // it would be lost
            }
            Assert.Throws<InvalidOperationException>(() => inside.Values[0]);
            if (i == 0) reserved = _arena.ReservedBytes;
        }

        Assert.Equal(reserved, _arena.ReservedBytes);
        Assert.Equal(kept, before.Values.ToArray());
        before.Grad[0] = 1;
        var after = tape.Gelu(before);
        after.Values.Fill(7);
        Assert.Equal(kept, before.Values.ToArray());
        Assert.Equal(1, before.Grad[0]);
    }

    [Fact]
    public void On_a_tape_that_does_not_train_a_stretch_of_evaluation_is_nothing_special()
    {
        var tape = new Tape(_kernels, _arena, default, training: false);
        Tensor inside;
        using (tape.Evaluating()) inside = tape.Gelu(Arrange.Normal(_arena, 2, 3, 1));

        Assert.Equal(6, inside.Values.Length);
    }

    [Fact]
    public void An_operation_that_the_loss_does_not_use_costs_no_gradient()
    {
        var (tape, weight) = (NewTape(), Weight());
        var x = Arrange.Normal(_arena, 4, 6, 1);
        var used = tape.Linear(x, weight, null);
        var unused = tape.Gelu(x);
        used.Grad.Fill(1);

        tape.Backward();

        Assert.False(unused.HasGrad);
        Assert.True(x.HasGrad);
        Assert.False(used.HasGrad); // consumed, its memory given back
    }

    [Fact]
    public void Gradients_of_parameters_add_up_over_passes_until_they_are_cleared()
    {
        var (tape, weight) = (NewTape(), Weight());
        float[] Pass()
        {
            tape.Reset(new StepKey(1, 1));
            tape.Linear(Arrange.Normal(_arena, 4, 6, 1), weight, null).Grad.Fill(1);
            tape.Backward();
            return weight.Grad.ToArray();
        }

        float[] once = Pass(), twice = Pass();
        _store.ClearGradients();
        float[] again = Pass();

        Assert.Equal(once.Select(g => 2 * g), twice);
        Assert.Equal(once, again);
        Assert.Contains(once, g => g != 0);
    }

    [Fact]
    public void The_gradients_of_a_chain_take_turns_in_the_same_memory()
    {
        const int layers = 30, rows = 100, columns = 2000;
        long Reserved(int depth)
        {
            using var arena = new Arena();
            var tape = new Tape(_kernels, arena, default);
            var x = arena.Allocate(rows, columns);
            x.Values.Clear();
            for (int i = 0; i < depth; i++) x = tape.Add(x, x);
            x.Grad.Fill(1);
            tape.Backward();
            return arena.ReservedBytes;
        }

        long values = (layers + 1L) * rows * columns * sizeof(float);
        Assert.InRange(Reserved(layers), values, values + values / 2); // with a gradient for each it would be twice
    }

    [Fact]
    public void A_warm_pass_takes_no_native_memory_and_little_managed_memory()
    {
        var (tape, weight) = (NewTape(), Weight());
        var bias = new ParameterScope(_store).Parameter("bias", 1, 6, Init.Zeros);
        int[] targets = [.. Enumerable.Range(0, 400).Select(i => i % 6)];
        void Pass(uint step)
        {
            _arena.Reset();
            tape.Reset(new StepKey(1, step));
            var x = tape.New(400, 6);
            x.Values.Fill(0.5f);
            for (int i = 0; i < 10; i++) x = tape.Dropout(tape.Gelu(tape.Linear(x, weight, bias)), 0.1f); // the reference kernels of these have no heap of their own
            tape.SoftmaxCrossEntropy(x, targets).Grad[0] = 1;
            tape.Backward();
        }

        for (uint step = 0; step < 3; step++) Pass(step);
        long native = _arena.ReservedBytes, managed = GC.GetAllocatedBytesForCurrentThread();
        for (uint step = 3; step < 13; step++) Pass(step);
        managed = GC.GetAllocatedBytesForCurrentThread() - managed;

        Assert.Equal(native, _arena.ReservedBytes);
        Assert.InRange(managed / (10 * 31), 0, 1500); // bytes an operation: its tensors and its closure, not its 2400 elements
    }

    [Fact]
    public void Clipping_scales_a_norm_above_the_limit_down_to_it()
    {
        var scope = new ParameterScope(_store);
        scope.Parameter("a", 1, 1, Init.Zeros).Grad[0] = 3;
        scope.Parameter("b", 2, 2, Init.Zeros).Grad[3] = -4;

        double norm = GradientClipping.Norm(_kernels, _store);

        Assert.Equal(5, norm);
        Assert.Equal(0.4, GradientClipping.Scale(norm, 2));
        Assert.Equal(1, GradientClipping.Scale(norm, 5));
        Assert.Equal(1, GradientClipping.Scale(norm, double.PositiveInfinity));
        Assert.Equal(1, GradientClipping.Scale(0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.Scale(norm, 0));
        _store["a"].Tensor.Grad[0] = float.NaN;
        Assert.False(double.IsFinite(GradientClipping.Scale(GradientClipping.Norm(_kernels, _store), 2)));
    }

    [Fact]
    public void A_parameter_starts_the_same_whatever_was_declared_before_it()
    {
        using var other = new ParameterStore(seed: 1);
        using var reseeded = new ParameterStore(seed: 2);
        new ParameterScope(other).Parameter("first", 50, 3, Init.Normal());
        float[] weight = Weight().Values.ToArray();

        Assert.Equal(weight, (new ParameterScope(other) / "layer").Parameter("weight", 6, 6, Init.Normal()).Values.ToArray());
        Assert.NotEqual(weight, (new ParameterScope(reseeded) / "layer").Parameter("weight", 6, 6, Init.Normal()).Values.ToArray());
        Assert.Equal(0.02, Math.Sqrt(weight.Average(w => (double)w * w)), 0.008);
        Assert.Equal(36, _store.Count);
        Assert.Throws<ArgumentException>(() => Weight());
        Assert.Throws<KeyNotFoundException>(() => _store["layer.bias"]);
    }

    [Fact]
    public void Weights_start_as_wide_as_their_scope_says_and_zero_means_by_the_number_of_inputs()
    {
        var released = new ParameterScope(_store);
        var narrow = released with { WeightDeviation = 0 } / "layer";

        Assert.Equal(Init.Normal(0.02f), released.Weights(16));
        Assert.Equal(Init.Normal(0.25f), narrow.Weights(16));
        Assert.Equal(Init.Normal(0.125f), narrow.Weights(64));
    }

    private Tape NewTape() => new(_kernels, _arena, new StepKey(1, 1));

    private Tensor Weight() => (new ParameterScope(_store) / "layer").Parameter("weight", 6, 6, Init.Normal());

    public void Dispose()
    {
        _arena.Dispose();
        _kernels.Dispose();
        _store.Dispose();
    }
}
