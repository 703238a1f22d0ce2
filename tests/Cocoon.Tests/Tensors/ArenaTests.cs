using Cocoon.Determinism;
using Cocoon.Tensors;
using Xunit;

namespace Cocoon.Tests.Tensors;

public sealed class ArenaTests : IDisposable
{
    private readonly Arena _arena = new();

    [Fact]
    public void A_tensor_dies_with_its_step()
    {
        var tensor = _arena.Allocate(2, 3);
        tensor.Values.Fill(1);

        _arena.Reset();

        Assert.Contains("step that is over", Assert.Throws<InvalidOperationException>(() => tensor.Values[0]).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => tensor.Grad[0]);
        Assert.Equal(6, _arena.Allocate(2, 3).Values.Length);
    }

    [Fact]
    public void Tensors_do_not_overlap_however_memory_grows()
    {
        var tensors = Enumerable.Range(1, 60).Select(i => _arena.Allocate(i * 37 % 50, 8000)).ToList();
        for (int i = 0; i < tensors.Count; i++) tensors[i].Values.Fill(i);

        for (int i = 0; i < tensors.Count; i++)
            Assert.False(tensors[i].Values.ContainsAnyExcept(i));
    }

    [Fact]
    public void A_warm_step_takes_no_memory_from_the_system()
    {
        void Step()
        {
            _arena.Reset();
            for (int i = 0; i < 20; i++) _arena.Allocate(300, 1000 + i).Grad[0] = 1;
        }

        Step();
        long reserved = _arena.ReservedBytes;
        for (int i = 0; i < 5; i++) Step();

        Assert.True(reserved > 20 * 2 * 300 * 1000 * sizeof(float));
        Assert.Equal(reserved, _arena.ReservedBytes);
    }

    [Fact]
    public void However_steps_vary_memory_stays_that_of_the_largest()
    {
        var random = new RandomStream(1, 0, 0);
        long largest = 0;
        for (ulong step = 0; step < 60; step++)
        {
            _arena.Reset();
            long bytes = 0;
            for (ulong i = 0; i < 12; i++)
            {
                int rows = random.Below(2000, step * 12 + i);
                _arena.Allocate(rows, 1000);
                bytes += rows * 1000L * sizeof(float);
            }
            largest = Math.Max(largest, bytes);
        }

        Assert.InRange(_arena.ReservedBytes, largest, 2 * largest);
    }

    [Fact]
    public void One_tensor_may_be_larger_than_a_chunk_and_empty_ones_cost_nothing()
    {
        var large = _arena.Allocate(3000, 2000);
        large.Values.Fill(2);
        var empty = _arena.Allocate(0, 10);

        Assert.Equal(2, large.Values[^1]);
        Assert.Equal(0, empty.Values.Length + empty.Grad.Length);
    }

    [Fact]
    public void Impossible_shapes_are_refused()
    {
        Assert.Throws<ShapeException>(() => _arena.Allocate(-1, 2));
        Assert.Throws<ShapeException>(() => _arena.Allocate(1 << 20, 1 << 20));
    }

    [Fact]
    public void Nothing_can_be_used_after_disposal()
    {
        var tensor = _arena.Allocate(2, 3);

        _arena.Dispose();

        Assert.Throws<InvalidOperationException>(() => tensor.Values[0]);
    }

    public void Dispose() => _arena.Dispose();
}
