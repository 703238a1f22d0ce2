using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Models;

public sealed class EncoderTests : IDisposable
{
    private readonly ReferenceKernels _kernels = new();
    private readonly Arena _arena = new();
    private readonly ParameterStore _store = new(seed: 4);
    private readonly Encoder _encoder;

    public EncoderTests() => _encoder = new(new(_store, "main"), TinyCocoLm.Encoder, new(new(_store, "embeddings"), TinyCocoLm.Encoder));

    [Fact]
    public void States_of_wanted_rows_are_those_of_all_rows_and_so_are_the_gradients()
    {
        var batch = TinyCocoLm.Text(40, 16, 3);
        int[] rows = [0, 5, 16, 17, 40];
        float[] Gradients(bool select, out float[] states)
        {
            _arena.Reset();
            _store.ClearGradients();
            var tape = new Tape(_kernels, _arena, default);
            var x = select ? _encoder.Forward(tape, batch, rows) : tape.GatherRows(_encoder.Forward(tape, batch), rows);
            states = x.Values.ToArray();
            for (int i = 0; i < x.Length; i++) x.Grad[i] = MathF.Sin(i);
            tape.Backward();
            return [.. _store.Parameters.SelectMany(p => p.Tensor.Grad.ToArray())];
        }

        float[] selected = Gradients(true, out float[] some), whole = Gradients(false, out float[] all);

        Assert.Equal(all, some);
        Assert.Contains(selected, g => Math.Abs(g) > 0.1);
        for (int i = 0; i < whole.Length; i++) Assert.Equal(whole[i], selected[i], 1e-5f * (1 + Math.Abs(whole[i])));
    }

    [Fact]
    public void A_sequence_does_not_see_the_others_of_its_batch()
    {
        var batch = TinyCocoLm.Text(40, 16, 3);
        var alone = new TokenBatch();
        alone.Append(batch.Sequence(1));
        alone.EndSequence();
        var tape = new Tape(_kernels, _arena, default, training: false);

        var together = _encoder.Forward(tape, batch);
        var single = _encoder.Forward(tape, alone);

        for (int i = 0; i < single.Rows; i++) Assert.Equal(single.Row(i).ToArray(), together.Row(batch.Starts.Span[1] + i).ToArray());
        Assert.NotEqual(single.Row(0).ToArray(), together.Row(0).ToArray());
    }

    [Fact]
    public void Word_order_matters_through_absolute_and_through_relative_positions()
    {
        float[] First(params int[] ids)
        {
            var batch = new TokenBatch();
            batch.Append(ids);
            batch.EndSequence();
            _arena.Reset();
            return _encoder.Forward(new(_kernels, _arena, default, training: false), batch).Row(0).ToArray();
        }
        _store["main.relative_positions.weight"].Tensor.Values.Clear();
        Assert.NotEqual(First(2, 7, 8, 9), First(2, 8, 7, 9));
        _store["embeddings.positions"].Tensor.Values.Clear();
        float[] bag = First(2, 7, 8, 9), shuffled = First(2, 8, 7, 9);
        for (int i = 0; i < bag.Length; i++) Assert.Equal(bag[i], shuffled[i], 1e-5f);   // sums in another order
        for (int i = 0; i < 16; i++) _store["main.relative_positions.weight"].Tensor.Values[i] = i;
        Assert.True(First(2, 7, 8, 9).Zip(First(2, 8, 7, 9), (a, b) => Math.Abs(a - b)).Max() > 1e-3);
    }

    [Fact]
    public void A_sequence_longer_than_the_positions_is_refused_by_name()
    {
        var batch = TinyCocoLm.Text(40, 17, 1);

        string message = Assert.Throws<ShapeException>(() => _encoder.Forward(new(_kernels, _arena, default), batch)).Message;

        Assert.Contains("longest sequence 17, positions [16, 32]", message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _store.Dispose();
        _arena.Dispose();
        _kernels.Dispose();
    }
}
