using System.Globalization;
using System.Runtime.CompilerServices;

namespace Cocoon.Kernels;

/// <summary>What every implementation of <see cref="IKernels"/> refuses: one check for each kernel, made before any element is touched.</summary>
/// <remarks>Each check has the name of its kernels, so a message names the kernel, the lengths and the condition that they break.</remarks>
internal static class KernelArguments
{
    public static void MatMul(int a, int b, int bias, int c, int m, int n, int k, bool accumulate)
    {
        Require(m >= 0 && n >= 0 && k >= 0, $"m {m}, n {n}, k {k}");
        Require(a == (long)m * k && b == (long)k * n && c == (long)m * n, $"a [{a}], b [{b}], c [{c}], m {m}, n {n}, k {k}");
        Require(bias == 0 || (bias == n && !accumulate), $"bias [{bias}], n {n}, accumulate {accumulate}");
    }

    public static void SameLength(int x, int y, [CallerMemberName] string kernel = "") => Require(x == y, $"[{x}], [{y}]", kernel);

    public static void SameLength(int x, int other, int y, [CallerMemberName] string kernel = "") =>
        Require(x == y && other == y, $"[{x}], [{other}], [{y}]", kernel);

    public static void SameLength(int x, int other, int third, int y, [CallerMemberName] string kernel = "") =>
        Require(x == y && other == y && third == y, $"[{x}], [{other}], [{third}], [{y}]", kernel);

    /// <summary>A matrix with its number of columns and something for each column.</summary>
    public static void AddColumnSums(int x, int columns, int destination)
    {
        Require(columns > 0 && x % columns == 0, $"x [{x}], columns {columns}");
        Require(destination == columns, $"columns {columns}, destination [{destination}]");
    }

    public static void Dropout(int x, DropoutMask mask, int y)
    {
        Mask(mask, nameof(Dropout));
        SameLength(x, y, nameof(Dropout));
    }

    public static void DropoutAdd(int x, int residual, DropoutMask mask, int y)
    {
        Mask(mask, nameof(DropoutAdd));
        SameLength(x, residual, y, nameof(DropoutAdd));
    }

    public static void LayerNorm(int x, int gain, int bias, int y, int means, int inverseDeviations) =>
        Norm(nameof(LayerNorm), x, gain, bias, x, y, means, inverseDeviations);

    public static void LayerNormGradient(int x, int gain, int means, int inverseDeviations, int dy, int dx, int dGain, int dBias)
    {
        Norm(nameof(LayerNormGradient), x, gain, dGain, dy, dx, means, inverseDeviations);
        Require(dBias == gain, $"gain [{gain}], dBias [{dBias}]");
    }

    public static void DropoutAddLayerNorm(int x, int residual, DropoutMask mask, int gain, int bias, int sum, int y, int means, int inverseDeviations)
    {
        Mask(mask, nameof(DropoutAddLayerNorm));
        Norm(nameof(DropoutAddLayerNorm), x, gain, bias, sum, y, means, inverseDeviations);
        Require(residual == x, $"x [{x}], residual [{residual}]");
    }

    public static void DropoutAddLayerNormGradient(int sum, int gain, int means, int inverseDeviations, DropoutMask mask, int dy, int dResidual, int dx, int dGain, int dBias)
    {
        Mask(mask, nameof(DropoutAddLayerNormGradient));
        Norm(nameof(DropoutAddLayerNormGradient), sum, gain, dGain, dy, dx, means, inverseDeviations);
        Require(dResidual == sum && dBias == gain, $"sum [{sum}], dResidual [{dResidual}], gain [{gain}], dBias [{dBias}]");
    }

    public static void GatherRows(int table, ReadOnlySpan<int> ids, int columns, int rows) => Table(nameof(GatherRows), table, ids, columns, rows);

    public static void AddScatterRows(int rows, ReadOnlySpan<int> ids, int columns, int table) => Table(nameof(AddScatterRows), table, ids, columns, rows);

    public static void Attention(int qkv, ReadOnlySpan<float> biasTable, AttentionShape shape, DropoutMask mask, int probabilities, int output)
    {
        Mask(mask, nameof(Attention));
        Sequences(nameof(Attention), qkv, biasTable.Length, shape, probabilities);
        Require(output == qkv / 3, $"qkv [{qkv}], output [{output}]");
    }

    public static void AttentionGradient(int qkv, int probabilities, AttentionShape shape, DropoutMask mask, int dOutput, int dQkv, ReadOnlySpan<float> dBiasTable)
    {
        Mask(mask, nameof(AttentionGradient));
        Sequences(nameof(AttentionGradient), qkv, dBiasTable.Length, shape, probabilities);
        Require(shape.FirstQuery == 0, $"first query {shape.FirstQuery}");
        Require(dOutput == qkv / 3 && dQkv == qkv, $"qkv [{qkv}], dOutput [{dOutput}], dQkv [{dQkv}]");
    }

    public static void CrossAttention(int queries, int keysValues, AttentionShape shape, DropoutMask mask, int probabilities, int output, [CallerMemberName] string kernel = "")
    {
        Mask(mask, kernel);
        Require(shape.Starts.Length > 0 && shape.KeyStarts.Length == shape.Starts.Length && shape.Heads > 0 && shape.HeadSize > 0,
            $"starts [{shape.Starts.Length}], key starts [{shape.KeyStarts.Length}], heads {shape.Heads}, head size {shape.HeadSize}", kernel);
        Require(shape.Buckets.IsEmpty && shape.Visible.IsEmpty && shape.FirstQuery == 0, $"buckets [{shape.Buckets.Length}], ranges [{shape.Visible.Length}], first query {shape.FirstQuery}", kernel);
        ReadOnlySpan<int> starts = shape.Starts.Span, keys = shape.KeyStarts.Span;
        long width = (long)shape.Heads * shape.HeadSize;
        Require(starts[0] == 0 && queries == starts[^1] * width && output == queries, $"starts {starts[0]} … {starts[^1]}, width {width}, queries [{queries}], output [{output}]", kernel);
        Require(keys[0] == 0 && keysValues == 2 * keys[^1] * width, $"key starts {keys[0]} … {keys[^1]}, width {width}, keys and values [{keysValues}]", kernel);
        for (int s = 0; s + 1 < starts.Length; s++)
            Require(starts[s] <= starts[s + 1] && keys[s] <= keys[s + 1] && (starts[s] == starts[s + 1]) == (keys[s] == keys[s + 1]),
                $"sequence {s} has {starts[s + 1] - starts[s]} queries and {keys[s + 1] - keys[s]} keys", kernel);
        Require(probabilities == shape.ProbabilityCount, $"probabilities [{probabilities}], needed {shape.ProbabilityCount}", kernel);
    }

    public static void CrossAttentionGradient(int queries, int keysValues, int probabilities, AttentionShape shape, DropoutMask mask, int dOutput, int dQueries, int dKeysValues)
    {
        CrossAttention(queries, keysValues, shape, mask, probabilities, dOutput, nameof(CrossAttentionGradient));
        Require(dQueries == queries && dKeysValues == keysValues, $"queries [{queries}], dQueries [{dQueries}], keys and values [{keysValues}], dKeysValues [{dKeysValues}]");
    }

    public static void SoftmaxCrossEntropy(int logits, ReadOnlySpan<int> targets, int losses, int logSumExps)
    {
        int columns = Classes(nameof(SoftmaxCrossEntropy), logits, targets.Length);
        Targets(nameof(SoftmaxCrossEntropy), targets, columns);
        Require(losses == targets.Length && logSumExps == targets.Length, $"targets [{targets.Length}], losses [{losses}], logSumExps [{logSumExps}]");
    }

    public static void SoftmaxCrossEntropyGradient(int logits, ReadOnlySpan<int> targets, int logSumExps, int scales, int dLogits)
    {
        int columns = Classes(nameof(SoftmaxCrossEntropyGradient), logits, targets.Length);
        Targets(nameof(SoftmaxCrossEntropyGradient), targets, columns);
        Require(logSumExps == targets.Length && scales == targets.Length && dLogits == logits,
            $"logits [{logits}], targets [{targets.Length}], logSumExps [{logSumExps}], scales [{scales}], dLogits [{dLogits}]");
    }

    public static void GatedLoss(int crossEntropies, int gates, int losses, int weights, int slopes)
    {
        SameLength(crossEntropies, gates, losses);
        SameLength(crossEntropies, weights, slopes);
    }

    public static void CopyMixtureLoss(int crossEntropies, int gates, int inputs, int targets, int losses, int weights, int slopes)
    {
        SameLength(crossEntropies, gates, inputs, targets);
        SameLength(crossEntropies, losses, weights, slopes);
    }

    public static void PolicyLoss(int crossEntropies, int rewards, int baselines, int losses, int advantages, int likelihoods)
    {
        SameLength(crossEntropies, rewards, baselines);
        SameLength(crossEntropies, losses, advantages, likelihoods);
    }

    public static void FillDiagonal(int columns, int x) =>
        Require(columns > 0 && x % columns == 0 && x / columns <= columns, $"x [{x}], columns {columns}");

    public static void Rows(int x, int columns, int perRow, [CallerMemberName] string kernel = "") =>
        Require(columns > 0 && x == (long)columns * perRow, $"[{x}], columns {columns}, one a row [{perRow}]", kernel);

    private static void Norm(string kernel, int x, int gain, int bias, int source, int y, int means, int inverseDeviations)
    {
        Require(gain > 0 && bias == gain, $"gain [{gain}], bias [{bias}]", kernel);
        Require(x == (long)means * gain && inverseDeviations == means, $"x [{x}], gain [{gain}], means [{means}], inverseDeviations [{inverseDeviations}]", kernel);
        Require(source == x && y == x, $"[{x}], [{source}], [{y}]", kernel);
    }

    private static void Table(string kernel, int table, ReadOnlySpan<int> ids, int columns, int rows)
    {
        Require(columns > 0 && table % columns == 0 && rows == (long)ids.Length * columns, $"table [{table}], ids [{ids.Length}], columns {columns}, rows [{rows}]", kernel);
        uint tableRows = (uint)(table / columns);
        foreach (int id in ids) Require((uint)id < tableRows, $"id {id}, rows of the table {tableRows}", kernel);
    }

    private static void Sequences(string kernel, int qkv, int biasTable, AttentionShape shape, int probabilities)
    {
        Require(shape.Starts.Length > 0 && shape.KeyStarts.IsEmpty && shape.Heads > 0 && shape.HeadSize > 0,
            $"starts [{shape.Starts.Length}], key starts [{shape.KeyStarts.Length}], heads {shape.Heads}, head size {shape.HeadSize}", kernel);
        var starts = shape.Starts.Span;
        long tokens = starts[^1], longest = 0;
        Require(starts[0] == 0 && qkv == 3 * tokens * shape.Heads * shape.HeadSize, $"starts {starts[0]} … {tokens}, heads {shape.Heads}, head size {shape.HeadSize}, qkv [{qkv}]", kernel);
        for (int s = 0; s + 1 < starts.Length; s++)
        {
            Require(starts[s] <= starts[s + 1], $"start {s} = {starts[s]}, start {s + 1} = {starts[s + 1]}", kernel);
            longest = Math.Max(longest, starts[s + 1] - starts[s]);
        }
        Visible(kernel, shape, tokens);
        Require(shape.FirstQuery >= 0, $"first query {shape.FirstQuery}", kernel);
        Require(probabilities == shape.ProbabilityCount, $"probabilities [{probabilities}], needed {shape.ProbabilityCount}", kernel);
        if (biasTable == 0) return;

        var buckets = shape.Buckets.Span;
        Require(biasTable % shape.Heads == 0 && buckets.Length % 2 == 1 && (buckets.Length >= 2 * longest - 1 || !shape.Positions.IsEmpty),
            $"bias table [{biasTable}], heads {shape.Heads}, buckets [{buckets.Length}], longest sequence {longest}", kernel);
        Require(shape.Positions.IsEmpty || shape.Positions.Length == tokens, $"tokens {tokens}, positions [{shape.Positions.Length}]", kernel);
        foreach (int position in shape.Positions.Span) Require((uint)position <= (uint)(buckets.Length / 2), $"position {position}, buckets [{buckets.Length}]", kernel);
        uint bins = (uint)(biasTable / shape.Heads);
        foreach (int bucket in buckets) Require((uint)bucket < bins, $"bucket {bucket}, rows of the bias table {bins}", kernel);
    }

    private static void Visible(string kernel, AttentionShape shape, long tokens)
    {
        if (shape.Visible.IsEmpty) return;
        Require(shape.Visible.Length == tokens, $"tokens {tokens}, ranges [{shape.Visible.Length}]", kernel);
        ReadOnlySpan<int> starts = shape.Starts.Span;
        ReadOnlySpan<KeyRange> ranges = shape.Visible.Span;
        for (int s = 0; s + 1 < starts.Length; s++)
            for (int row = starts[s]; row < starts[s + 1]; row++)
                Require(ranges[row].From >= 0 && ranges[row].From < ranges[row].To && ranges[row].To <= starts[s + 1] - starts[s],
                    $"row {row} sees {ranges[row].From} to {ranges[row].To} of {starts[s + 1] - starts[s]}", kernel);
    }

    private static int Classes(string kernel, int logits, int rows)
    {
        Require(rows == 0 ? logits == 0 : logits > 0 && logits % rows == 0, $"logits [{logits}], targets [{rows}]", kernel);
        return rows == 0 ? 1 : logits / rows;
    }

    private static void Targets(string kernel, ReadOnlySpan<int> targets, int columns)
    {
        foreach (int target in targets) Require(target < columns, $"target {target}, columns {columns}", kernel);
    }

    private static void Mask(DropoutMask mask, string kernel) => Require(mask.Rate is >= 0 and < 1, $"rate {mask.Rate}", kernel);

    private static void Require(bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] ref Operands operands,
        [CallerMemberName] string kernel = "", [CallerArgumentExpression(nameof(holds))] string condition = "")
    {
        if (!holds) throw new ArgumentException($"{kernel}: {operands.Text()}; expected {condition}.");
    }

    /// <summary>Formats operands only when a condition fails, so that a check costs nothing when it holds.</summary>
    [InterpolatedStringHandler]
    internal ref struct Operands
    {
        private DefaultInterpolatedStringHandler _text;

        public Operands(int literalLength, int formattedCount, bool holds, out bool needed)
        {
            needed = !holds;
            if (needed) _text = new(literalLength, formattedCount, CultureInfo.InvariantCulture);
        }

        public void AppendLiteral(string text) => _text.AppendLiteral(text);

        public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

        public string Text() => _text.ToStringAndClear();
    }
}
