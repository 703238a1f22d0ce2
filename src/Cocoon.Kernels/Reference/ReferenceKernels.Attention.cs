namespace Cocoon.Kernels;

public sealed partial class ReferenceKernels
{
    public void Attention(ReadOnlySpan<float> qkv, ReadOnlySpan<float> biasTable, AttentionShape shape, DropoutMask mask, Span<float> probabilities, Span<float> output)
    {
        KernelArguments.Attention(qkv.Length, biasTable, shape, mask, probabilities.Length, output.Length);
        Attend(qkv, qkv, biasTable, shape, mask, probabilities, output);
    }

    public void CrossAttention(ReadOnlySpan<float> queries, ReadOnlySpan<float> keysValues, AttentionShape shape, DropoutMask mask, Span<float> probabilities, Span<float> output)
    {
        KernelArguments.CrossAttention(queries.Length, keysValues.Length, shape, mask, probabilities.Length, output.Length);
        Attend(queries, keysValues, default, shape, mask, probabilities, output);
    }

    public void AttentionGradient(ReadOnlySpan<float> qkv, ReadOnlySpan<float> probabilities, AttentionShape shape, DropoutMask mask, ReadOnlySpan<float> dOutput, Span<float> dQkv, Span<float> dBiasTable)
    {
        KernelArguments.AttentionGradient(qkv.Length, probabilities.Length, shape, mask, dOutput.Length, dQkv.Length, dBiasTable);
        double[] total = new double[qkv.Length], biases = new double[dBiasTable.Length];
        AttendGradient(qkv, qkv, probabilities, shape, mask, dOutput, total, total, biases);
        for (int i = 0; i < dQkv.Length; i++) dQkv[i] = (float)total[i];
        for (int i = 0; i < dBiasTable.Length; i++) Write(ref dBiasTable[i], biases[i], accumulate: true);
    }

    public void CrossAttentionGradient(
        ReadOnlySpan<float> queries, ReadOnlySpan<float> keysValues, ReadOnlySpan<float> probabilities, AttentionShape shape, DropoutMask mask, ReadOnlySpan<float> dOutput,
        Span<float> dQueries, Span<float> dKeysValues)
    {
        KernelArguments.CrossAttentionGradient(queries.Length, keysValues.Length, probabilities.Length, shape, mask, dOutput.Length, dQueries.Length, dKeysValues.Length);
        double[] asking = new double[queries.Length], asked = new double[keysValues.Length];
        AttendGradient(queries, keysValues, probabilities, shape, mask, dOutput, asking, asked, []);
        for (int i = 0; i < asking.Length; i++) dQueries[i] = (float)asking[i];
        for (int i = 0; i < asked.Length; i++) dKeysValues[i] = (float)asked[i];
    }

    private static void Attend(
        ReadOnlySpan<float> queries, ReadOnlySpan<float> keys, ReadOnlySpan<float> biasTable, AttentionShape shape, DropoutMask mask, Span<float> probabilities, Span<float> output)
    {
        int width = shape.Heads * shape.HeadSize, place = 0;
        for (int s = 0; s < shape.Sequences; s++)
            for (int head = 0; head < shape.Heads; head++)
            {
                var one = HeadOfSequence.Of(shape, head, s);
                for (int i = 0; i < one.Queries; i++, place += one.Length)
                {
                    if (i < shape.FirstQuery) continue;
                    var row = probabilities.Slice(place, one.Length);
                    Probabilities(queries, keys, biasTable, one, i, row);
                    for (int d = 0; d < shape.HeadSize; d++)
                    {
                        double sum = 0;
                        for (int j = 0; j < one.Length; j++) sum += (double)row[j] * mask.Factor(place + j) * keys[one.Value(j) + d];
                        output[(one.Start + i) * width + head * shape.HeadSize + d] = (float)sum;
                    }
                }
            }
    }

    private static void AttendGradient(
        ReadOnlySpan<float> queries, ReadOnlySpan<float> keys, ReadOnlySpan<float> probabilities, AttentionShape shape, DropoutMask mask, ReadOnlySpan<float> dOutput,
        double[] dQueries, double[] dKeys, double[] dBias)
    {
        int place = 0;
        for (int s = 0; s < shape.Sequences; s++)
            for (int head = 0; head < shape.Heads; head++)
            {
                var one = HeadOfSequence.Of(shape, head, s);
                for (int i = 0; i < one.Queries; i++, place += one.Length)
                    QueryGradient(queries, keys, probabilities.Slice(place, one.Length), mask, place, dOutput, one, i, dQueries, dKeys, dBias);
            }
    }

    private static void Probabilities(ReadOnlySpan<float> queries, ReadOnlySpan<float> keys, ReadOnlySpan<float> biasTable, HeadOfSequence one, int query, Span<float> row)
    {
        double[] scores = new double[one.Length];
        double max = double.NegativeInfinity, sum = 0;
        var (from, to) = one.Visible(query);
        for (int j = 0; j < one.Length; j++)
        {
            if (j < from || j >= to) scores[j] = double.NegativeInfinity;
            for (int d = 0; d < one.Size; d++) scores[j] += (double)queries[one.Query(query) + d] * keys[one.Key(j) + d] * one.Scale;
            if (!biasTable.IsEmpty) scores[j] += biasTable[one.Bias(query, j)];
            if (scores[j] > max) max = scores[j];
        }
        for (int j = 0; j < one.Length; j++) sum += scores[j] = Math.Exp(scores[j] - max);
        for (int j = 0; j < one.Length; j++) row[j] = (float)(scores[j] / sum);
    }

    // One query's share: dv = p' do; dp = dropout(do · v); ds = p (dp − Σ p dp); dq = ds k / √D; dk = ds q / √D.
    private static void QueryGradient(ReadOnlySpan<float> queries, ReadOnlySpan<float> keys, ReadOnlySpan<float> row, DropoutMask mask, int place, ReadOnlySpan<float> dOutput,
        HeadOfSequence one, int query, double[] dQueries, double[] dKeys, double[] dBias)
    {
        var d = dOutput.Slice((one.Start + query) * one.Heads * one.Size + one.Head * one.Size, one.Size);
        double[] dp = new double[one.Length];
        double mean = 0;
        for (int j = 0; j < one.Length; j++)
        {
            double factor = mask.Factor(place + j);
            for (int c = 0; c < one.Size; c++)
            {
                dp[j] += factor * d[c] * keys[one.Value(j) + c];
                dKeys[one.Value(j) + c] += row[j] * factor * d[c];
            }
            mean += row[j] * dp[j];
        }
        for (int j = 0; j < one.Length; j++)
        {
            double ds = row[j] * (dp[j] - mean);
            if (dBias.Length > 0) dBias[one.Bias(query, j)] += ds;
            for (int c = 0; c < one.Size; c++)
            {
                dQueries[one.Query(query) + c] += ds * one.Scale * keys[one.Key(j) + c];
                dKeys[one.Key(j) + c] += ds * one.Scale * queries[one.Query(query) + c];
            }
        }
    }

    /// <summary>Where the numbers of one head of one sequence are.</summary>
    private readonly record struct HeadOfSequence(AttentionShape Shape, int Head, int Start, int Queries, int KeyStart, int Length)
    {
        private const int Itself = -1;

        public static HeadOfSequence Of(AttentionShape shape, int head, int sequence)
        {
            ReadOnlySpan<int> starts = shape.Starts.Span, keys = shape.KeyStarts.Span;
            int start = starts[sequence], queries = starts[sequence + 1] - start;
            return keys.IsEmpty ? new(shape, head, start, queries, Itself, queries) : new(shape, head, start, queries, keys[sequence], keys[sequence + 1] - keys[sequence]);
        }

        public int Heads => Shape.Heads;

        public int Size => Shape.HeadSize;

        public double Scale => 1 / Math.Sqrt(Size);

        public int Query(int token) => (Start + token) * (KeyStart == Itself ? 3 : 1) * Heads * Size + Head * Size;

        public int Key(int token) => KeyStart == Itself ? Query(token) + Heads * Size : (KeyStart + token) * 2 * Heads * Size + Head * Size;

        public int Value(int token) => Key(token) + Heads * Size;

        public KeyRange Visible(int token) => Shape.Visible.IsEmpty ? new(0, Length) : Shape.Visible.Span[Start + token];

        public int Bias(int query, int key) => Shape.Buckets.Span[Shape.Buckets.Length / 2 + Position(key) - Position(query)] * Heads + Head;

        private int Position(int token) => Shape.Positions.IsEmpty ? token : Shape.Positions.Span[Start + token];
    }
}
