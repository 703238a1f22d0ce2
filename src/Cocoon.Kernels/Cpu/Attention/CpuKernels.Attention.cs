namespace Cocoon.Kernels;

/// <content>Attention.</content>
internal sealed unsafe partial class CpuKernels<V>
{
    /// <inheritdoc/>
    public void Attention(ReadOnlySpan<float> qkv, ReadOnlySpan<float> biasTable, AttentionShape shape, DropoutMask mask, Span<float> probabilities, Span<float> output)
    {
        KernelArguments.Attention(qkv.Length, biasTable, shape, mask, probabilities.Length, output.Length);
        if (output.IsEmpty) return;
        long* places = (long*)_scratch.Shared(PlaceFloats(shape));
        long work = AttentionPlan.FindPlaces(shape, places);
        fixed (int* starts = shape.Starts.Span, buckets = shape.Buckets.Span, positions = Positions(shape))
        fixed (KeyRange* visible = shape.Visible.Span)
        fixed (float* source = qkv, bias = biasTable, kept = probabilities, target = output)
        {
            AttentionPlan plan = new(_tiles, _scratch, shape, mask, starts, null, buckets, positions, visible, places, AttentionRows.Joined(source, shape.Heads * shape.HeadSize), kept);
            AttentionJob<V> job = new(plan, shape.FirstQuery, bias, target);
            RunBlocks(shape.Sequences * shape.Heads, work, ref job);
        }
    }

    /// <inheritdoc/>
    public void AttentionGradient(ReadOnlySpan<float> qkv, ReadOnlySpan<float> probabilities, AttentionShape shape, DropoutMask mask, ReadOnlySpan<float> dOutput, Span<float> dQkv, Span<float> dBiasTable)
    {
        KernelArguments.AttentionGradient(qkv.Length, probabilities.Length, shape, mask, dOutput.Length, dQkv.Length, dBiasTable);
        if (dQkv.IsEmpty) return;
        int bins = dBiasTable.Length / shape.Heads, blocks = shape.Sequences * shape.Heads;
        float* shared = _scratch.Shared(PlaceFloats(shape) + (long)blocks * bins);
        long* places = (long*)shared;
        long work = AttentionPlan.FindPlaces(shape, places);
        float* dBias = shared + PlaceFloats(shape);
        fixed (int* starts = shape.Starts.Span, buckets = shape.Buckets.Span, positions = Positions(shape))
        fixed (KeyRange* visible = shape.Visible.Span)
        fixed (float* source = qkv, kept = probabilities, gradient = dOutput, target = dQkv)
        {
            AttentionPlan plan = new(_tiles, _scratch, shape, mask, starts, null, buckets, positions, visible, places, AttentionRows.Joined(source, shape.Heads * shape.HeadSize), kept);
            AttentionGradientJob<V> job = new(plan, gradient, AttentionRows.Joined(target, plan.Width), bins, dBias);
            RunBlocks(blocks, work, ref job);
        }
        for (int block = 0; block < blocks; block++)
            for (int bin = 0; bin < bins; bin++) dBiasTable[bin * shape.Heads + block % shape.Heads] += dBias[(long)block * bins + bin];
    }

    /// <inheritdoc/>
    public void CrossAttention(ReadOnlySpan<float> queries, ReadOnlySpan<float> keysValues, AttentionShape shape, DropoutMask mask, Span<float> probabilities, Span<float> output)
    {
        KernelArguments.CrossAttention(queries.Length, keysValues.Length, shape, mask, probabilities.Length, output.Length);
        if (output.IsEmpty) return;
        long* places = (long*)_scratch.Shared(PlaceFloats(shape));
        long work = AttentionPlan.FindPlaces(shape, places);
        fixed (int* starts = shape.Starts.Span, keyStarts = shape.KeyStarts.Span)
        fixed (float* asking = queries, asked = keysValues, kept = probabilities, target = output)
        {
            AttentionPlan plan = new(_tiles, _scratch, shape, mask, starts, keyStarts, null, null, null, places, AttentionRows.Apart(asking, asked, shape.Heads * shape.HeadSize), kept);
            AttentionJob<V> job = new(plan, 0, null, target);
            RunBlocks(shape.Sequences * shape.Heads, work, ref job);
        }
    }

    /// <inheritdoc/>
    public void CrossAttentionGradient(
        ReadOnlySpan<float> queries, ReadOnlySpan<float> keysValues, ReadOnlySpan<float> probabilities, AttentionShape shape, DropoutMask mask, ReadOnlySpan<float> dOutput,
        Span<float> dQueries, Span<float> dKeysValues)
    {
        KernelArguments.CrossAttentionGradient(queries.Length, keysValues.Length, probabilities.Length, shape, mask, dOutput.Length, dQueries.Length, dKeysValues.Length);
        if (dQueries.IsEmpty) return;
        long* places = (long*)_scratch.Shared(PlaceFloats(shape));
        long work = AttentionPlan.FindPlaces(shape, places);
        fixed (int* starts = shape.Starts.Span, keyStarts = shape.KeyStarts.Span)
        fixed (float* asking = queries, asked = keysValues, kept = probabilities, gradient = dOutput, dAsking = dQueries, dAsked = dKeysValues)
        {
            AttentionPlan plan = new(_tiles, _scratch, shape, mask, starts, keyStarts, null, null, null, places, AttentionRows.Apart(asking, asked, shape.Heads * shape.HeadSize), kept);
            AttentionGradientJob<V> job = new(plan, gradient, AttentionRows.Apart(dAsking, dAsked, plan.Width), 0, null);
            RunBlocks(shape.Sequences * shape.Heads, work, ref job);
        }
    }

    // Distances matter to the relative bias alone.
    private static ReadOnlySpan<int> Positions(AttentionShape shape) => shape.Buckets.IsEmpty ? default : shape.Positions.Span;

    private static int PlaceFloats(AttentionShape shape) => shape.Sequences * (sizeof(long) / sizeof(float));
}
