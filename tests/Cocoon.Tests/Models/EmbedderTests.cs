using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Models;

public sealed class EmbedderTests : IDisposable
{
    private static readonly string[] s_tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "cat", "dog", "sat", "on", "mat", "sit", "##s", "##ting", "a", "."];
    private static readonly EncoderOptions s_encoder = new() { VocabularySize = s_tokens.Length, HiddenSize = 16, Heads = 2, Layers = 3, FeedForwardSize = 32, MaxLength = 12, RelativeBins = 8, MaxDistance = 16 };

    private readonly ReferenceKernels _kernels = new();
    private readonly ParameterStore _store = new(seed: 5);
    private readonly WordPieceTokenizer _tokenizer = new(s_tokens);
    private readonly MaskedLmModel _model;

    public EmbedderTests()
    {
        _model = new(new(_store), s_encoder, pairs: false);
        foreach (var (path, tensor) in _store.Parameters)   // initial weights are so small that layers differ little
            if (!path.Contains("norm", StringComparison.Ordinal)) foreach (ref float value in tensor.Values) value *= 20;
    }

    [Theory]
    [InlineData(Pooling.FirstToken)]
    [InlineData(Pooling.Mean)]
    [InlineData(Pooling.FirstLastMean)]
    public void A_vector_is_the_direction_of_the_pooled_states(Pooling pooling)
    {
        const string Text = "the cat sat on a mat.";
        var layers = new List<Tensor>();
        using var arena = new Arena();
        var last = _model.Main.Forward(new Tape(_kernels, arena, default, training: false), Batch(Text), rows: null, layers: layers);

        double[] expected = [.. Enumerable.Range(0, s_encoder.HiddenSize).Select(h => pooling switch
        {
            Pooling.FirstToken => last.Row(0)[h],
            Pooling.Mean => Enumerable.Range(0, last.Rows).Average(n => (double)last.Row(n)[h]),
            _ => Enumerable.Range(0, last.Rows).Average(n => (layers[0].Row(n)[h] + (double)last.Row(n)[h]) / 2),
        })];
        double length = Math.Sqrt(expected.Sum(e => e * e));

        var vector = Embed(pooling, Text).Single().Vector;

        Assert.Equal(3, layers.Count);
        for (int h = 0; h < vector.Length; h++) Assert.Equal(expected[h] / length, vector[h], Tolerances.Golden);
        Assert.Equal(1, vector.Sum(v => (double)v * v), Tolerances.Golden);
        Assert.All(Enum.GetValues<Pooling>().Where(p => p != pooling), other => Assert.True(Math.Abs(Embed(other, Text).Single().Vector[0] - vector[0]) > 1e-4));
    }

    [Fact]
    public void Texts_keep_their_order_and_company_changes_no_vector()
    {
        string[] texts = [.. Enumerable.Range(0, 900).Select(i => string.Join(' ', Enumerable.Range(0, i % 30).Select(k => s_tokens[5 + (i + k * k) % 11]))), "the", "", "the"];

        var together = Embed(Pooling.Mean, texts);

        Assert.Equal(texts, together.Select(t => t.Text));
        foreach (int i in new[] { 0, 1, 29, 417, 899, 900, 901, 902 }) Assert.Equal(Embed(Pooling.Mean, texts[i]).Single().Vector, together[i].Vector);
        Assert.Equal(together[^1].Vector, together[^3].Vector);
        Assert.NotEqual(together[^1].Vector, together[^2].Vector);
    }

    [Fact]
    public void A_text_longer_than_the_model_is_the_mean_of_its_windows_whatever_batch_they_are_in()
    {
        string text = string.Join(' ', Enumerable.Range(0, 6000).Select(i => i % 3 == 0 ? "cat" : "sitting"));

        var (alone, among) = (Embed(Pooling.FirstToken, text).Single().Vector, Embed(Pooling.FirstToken, "a dog", text, "a mat")[1].Vector);

        for (int h = 0; h < alone.Length; h++) Assert.Equal(alone[h], among[h], Tolerances.Float);
        Assert.Equal(1, alone.Sum(v => (double)v * v), Tolerances.Golden);
        Assert.NotEqual(alone, Embed(Pooling.FirstToken, "cat sitting sitting").Single().Vector);
    }

    [Fact]
    public void Texts_are_asked_for_as_they_are_needed()
    {
        int asked = 0;
        using var embedder = new Embedder(_kernels, _model, _tokenizer, Pooling.Mean);

        _ = embedder.Embed(Enumerable.Range(0, 100_000).Select(i => { asked++; return "the cat sat"; })).First();

        Assert.InRange(asked, 2, 2048);
    }

    [Fact]
    public void The_nearest_are_kept_and_equals_stay_in_their_order()
    {
        var nearest = new NearestTexts(new("query", [1, 0]), most: 3);
        foreach (var (line, vector) in new[] { (1L, new[] { 0.6f, 0.8f }), (2L, [-1f, 0f]), (3L, [0.6f, -0.8f]), (4L, [0f, 1f]), (5L, [1f, 0f]) }) nearest.Offer(line, new($"text {line}", vector));

        Assert.Equal([(5, "text 5"), (1, "text 1"), (3, "text 3")], nearest.Found.Select(n => (n.Line, n.Text)));
        Assert.Equal([1, 0.6, 0.6], nearest.Found.Select(n => Math.Round(n.Cosine, 6)));
    }

    [Fact]
    public void A_tokenizer_of_another_model_is_refused() =>
        Assert.Contains("do not belong together", Assert.Throws<ArgumentException>(() => new Embedder(_kernels, _model, new WordPieceTokenizer([.. s_tokens, "more"]), Pooling.Mean)).Message, StringComparison.Ordinal);

    public void Dispose()
    {
        _store.Dispose();
        _kernels.Dispose();
    }

    private List<TextVector> Embed(Pooling pooling, params string[] texts)
    {
        using var embedder = new Embedder(_kernels, _model, _tokenizer, pooling);
        return [.. embedder.Embed(texts)];
    }

    private TokenBatch Batch(string text)
    {
        var ids = new IntList();
        _tokenizer.Encode(text, ids);
        var batch = new TokenBatch();
        batch.Append(_tokenizer.Special.Classify);
        batch.Append(ids.Span);
        batch.Append(_tokenizer.Special.Separate);
        batch.EndSequence();
        return batch;
    }
}
