using Cocoon.Tensors;
using Cocoon.Testing;
using Cocoon.Training;
using Xunit;
using Xunit.Sdk;

namespace Cocoon.Tests.Tensors;

/// <summary>The judge is judged: a wrong gradient must not pass.</summary>
public sealed class GradientCheckTests : OperationTests
{
    [Theory]
    [InlineData(1f, true)]
    [InlineData(1.0005f, false)]
    [InlineData(-1f, false)]
    [InlineData(0f, false)]
    public void Only_the_right_gradient_passes(float error, bool passes)
    {
        var x = Normal(2, 3, 1);
        Tensor Doubled(Tape tape)
        {
            var y = tape.New(2, 3);
            tape.Kernels.Scale(x.Values, 2, accumulate: false, y.Values);
            tape.Record(y, () =>
            {
                var dx = x.GradTarget(out bool add);
                tape.Kernels.Scale(y.Grad, 2 * error, add, dx);
            });
            return y;
        }

        if (passes) GradientCheck.Verify(x, Doubled);
        else Assert.Throws<TrueException>(() => GradientCheck.Verify(x, Doubled));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_gradient_that_is_only_added_or_only_written_does_not_pass(bool added)
    {
        var x = Normal(2, 3, 1);
        Tensor Copied(Tape tape)
        {
            var y = tape.New(2, 3);
            tape.Kernels.Scale(x.Values, 1, accumulate: false, y.Values);
            tape.Record(y, () => tape.Kernels.Scale(y.Grad, 1, added, x.GradTarget(out _)));
            return y;
        }

        Assert.Throws<TrueException>(() => GradientCheck.Verify(x, Copied));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Directions_catch_one_wrong_matrix_of_a_model(bool right)
    {
        using var store = new ParameterStore(seed: 1);
        var scope = new ParameterScope(store);
        var (table, weight) = (scope.Parameter("table", 9, 6, Init.Normal(1)), scope.Parameter("weight", 9, 6, Init.Normal(1)));
        int[] ids = [1, 8, 3, 3], targets = [0, 2, 4, 6];
        IReadOnlyList<LossTerm> Losses(Tape tape)
        {
            var x = tape.Embed(table, ids, null, default);
            return [new("lm", tape.SoftmaxCrossEntropy(tape.Linear(right ? x : tape.StopGradient(x), weight, null), targets), 3f)];
        }

        if (right) GradientCheck.Along(store.Parameters, Losses);
        else Assert.Throws<TrueException>(() => GradientCheck.Along(store.Parameters, Losses));
    }
}
