using Cocoon.Kernels;
using Xunit;

namespace Cocoon.Tests.Kernels;

/// <summary>Attention at the limits: a single token, one key, equal keys, scores far apart, numbers close to 0, masks that hide everything.</summary>
public sealed class AttentionCareTests
{
    private const int Length = 19, Size = 4;

    public static TheoryData<string> Tables => ["reference", "cpu"];

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_token_alone_and_a_token_that_sees_itself_alone_get_their_own_value(string table)
    {
        var all = Attend(table, row => [1, -2, 3, 0.5f, 5 + row, 1, 2, 3, row, 2 * row, 3, -1], Length, i => new(i, i + 1));
        var alone = Attend(table, _ => [1, -2, 3, 0.5f, 5, 1, 2, 3, 0, 0, 3, -1], 1);

        Assert.Equal([1f], alone.Probabilities);
        Assert.Equal([0f, 0, 3, -1], alone.Output);
        Assert.Equal([0f, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1], alone.DQkv);   // nothing to choose between: no gradient of the choice
        for (int i = 0; i < Length; i++)
        {
            Assert.Equal(Enumerable.Range(0, Length).Select(j => j == i ? 1f : 0), all.Probabilities[(i * Length)..((i + 1) * Length)]);
            Assert.Equal([i, 2 * i, 3, -1], all.Output[(i * Size)..((i + 1) * Size)]);
            Assert.Equal([0f, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1], all.DQkv[(i * 3 * Size)..((i + 1) * 3 * Size)]);
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Equal_keys_and_keys_close_to_nothing_are_attended_to_alike(string table)
    {
        float tiny = float.Epsilon;
        foreach (var results in new[] { Attend(table, _ => [1, 2, 3, 4, 4, 3, 2, 1, 5, 6, 7, 8], Length), Attend(table, row => [tiny, tiny, tiny, tiny, row * tiny, 0, 0, tiny, 5, 6, 7, 8], Length) })
        {
            Assert.All(results.Probabilities, p => Assert.Equal(1.0 / Length, p, 1e-7));
            for (int i = 0; i < results.Output.Length; i++) Assert.Equal(5 + i % Size, results.Output[i], 1e-5);
            Assert.All(results.DQkv, d => Assert.True(float.IsFinite(d)));
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Scores_of_ten_thousand_choose_one_key(string table)
    {
        const int Chosen = 7;
        var results = Attend(table, row => [200, 0, 0, 0, row == Chosen ? 100 : -100, 0, 0, 0, row, 0, 0, 1], Length);   // scores of ±1e4

        for (int i = 0; i < Length; i++)
        {
            Assert.Equal(Enumerable.Range(0, Length).Select(j => j == Chosen ? 1f : 0), results.Probabilities[(i * Length)..((i + 1) * Length)]);
            Assert.Equal([Chosen, 0, 0, 1], results.Output[(i * Size)..((i + 1) * Size)]);
        }
        Assert.All(results.DQkv, d => Assert.True(float.IsFinite(d)));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_mask_that_hides_everything_from_a_token_is_refused(string table)
    {
        string message = Assert.Throws<ArgumentException>(() => Attend(table, _ => new float[3 * Size], Length, i => new(0, i))).Message;

        Assert.Contains("row 0 sees 0 to 0 of 19", message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void No_token_and_no_sequence_are_nothing_to_do(string table)
    {
        using var kernels = Table(table);
        foreach (int[] starts in new int[][] { [0], [0, 0, 0] })
        {
            AttentionShape shape = new(starts, 2, Size, default);
            kernels.Attention([], [], shape, DropoutMask.None, [], []);
            kernels.AttentionGradient([], [], shape, DropoutMask.None, [], [], []);
        }
    }

    /// <summary>One head over one sequence, forward and back.</summary>
    /// <param name="qkv">Query, key and value of a token, by its place.</param>
    /// <param name="visible">What a token sees; null: all.</param>
    private static (float[] Probabilities, float[] Output, float[] DQkv) Attend(string table, Func<int, float[]> qkv, int length, Func<int, KeyRange>? visible = null)
    {
        using var kernels = Table(table);
        KeyRange[] ranges = visible is null ? [] : [.. Enumerable.Range(0, length).Select(visible)];
        AttentionShape shape = new(new[] { 0, length }, 1, Size, default) { Visible = ranges };
        float[] numbers = [.. Enumerable.Range(0, length).SelectMany(qkv)], probabilities = new float[length * length], output = new float[length * Size], dQkv = new float[numbers.Length];
        kernels.Attention(numbers, [], shape, DropoutMask.None, probabilities, output);
        kernels.AttentionGradient(numbers, probabilities, shape, DropoutMask.None, [.. output.Select(_ => 1f)], dQkv, []);
        return (probabilities, output, dQkv);
    }

    private static IKernels Table(string table) => table == "cpu" ? CpuKernels.Create(new WorkerTeam(1), Precision.Fp32) : new ReferenceKernels();
}
