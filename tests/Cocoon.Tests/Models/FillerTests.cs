using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Models;

/// <summary>A model set by hand so that every answer is known: its layers do nothing, and what it guesses at a position is the word that the position's vector names.</summary>
public sealed class FillerTests : IDisposable
{
    private const int MaxLength = 10;

    private static readonly string[] s_tokens =
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "cat", "dog", "sat", "on", "mat", "sit", "##s", "##ting", "a", "."];

    private readonly ReferenceKernels _kernels = new();
    private readonly ParameterStore _store = new(seed: 1);
    private readonly WordPieceTokenizer _tokenizer = new(s_tokens);
    private readonly MaskedLmModel _model;

    public FillerTests()
    {
        var encoder = new EncoderOptions { VocabularySize = s_tokens.Length, HiddenSize = s_tokens.Length, Heads = 1, Layers = 1, FeedForwardSize = 4, MaxLength = MaxLength, RelativeBins = 0 };
        _model = new(new(_store), encoder, pairs: false);
        foreach (var (path, tensor) in _store.Parameters)
            if (!path.EndsWith("norm.weight", StringComparison.Ordinal)) tensor.Values.Clear();
        SetIdentity("embeddings.tokens", 1);
    }

    [Fact]
    public void A_mask_gets_its_place_and_the_most_probable_words()
    {
        Prefer("cat", 9);
        Prefer("mat", 8);
        Prefer("##ting", 7);
        Prefer("[SEP]", 20);
        using var filler = new Filler(_kernels, _model, _tokenizer, proposals: 4);

        var blank = Assert.Single(filler.Fill("The [MASK] sat."));

        Assert.Equal((4, 6), (blank.Offset, blank.Length));
        Assert.Equal(["cat", "mat", "##ting", "the"], blank.Proposals.Select(p => p.Word));   // the equals come in the order of their ids
        Assert.InRange(blank.Proposals[0].Probability / blank.Proposals[1].Probability, 2.71, 2.73);   // e: one nat apart
        Assert.InRange(blank.Proposals.Sum(p => p.Probability), 2e-5, 3e-5);                            // e⁻¹¹ + e⁻¹² + e⁻¹³: [SEP] is no word, but keeps its probability
    }

    [Fact]
    public void Every_mask_is_guessed_where_it_stands()
    {
        GuessByPosition();
        using var filler = new Filler(_kernels, _model, _tokenizer, proposals: 1);

        var blanks = filler.Fill("[MASK] dog [MASK] on [MASK]");

        Assert.Equal([0, 11, 21], blanks.Select(b => b.Offset));
        Assert.Equal([WordAt(1), WordAt(3), WordAt(5)], blanks.Select(b => b.Proposals.Single().Word));
        Assert.NotEqual(WordAt(1), WordAt(3));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(500)]
    public void A_text_longer_than_the_model_is_filled_mask_by_mask_once(int words)
    {
        string text = string.Join(" ", Enumerable.Range(0, words).Select(i => i % 4 == 1 ? "[MASK]" : "sitting"));
        using var filler = new Filler(_kernels, _model, _tokenizer, proposals: 2);

        var blanks = filler.Fill(text);

        Assert.Equal(Enumerable.Range(0, words).Count(i => i % 4 == 1), blanks.Count);
        Assert.All(blanks, b => Assert.Equal("[MASK]", text.Substring(b.Offset, b.Length)));
        Assert.Equal(blanks.Select(b => b.Offset).Distinct().Order(), blanks.Select(b => b.Offset));
    }

    [Fact]
    public void Without_a_mask_there_is_nothing_to_fill()
    {
        using var filler = new Filler(_kernels, _model, _tokenizer, proposals: 2);

        Assert.Empty(filler.Fill("The cat sat."));
        Assert.Empty(filler.Fill(""));
    }

    [Fact]
    public void The_auxiliary_model_of_coco_lm_and_the_generator_of_electra_fill()
    {
        var encoder = TinyObjective.Encoder with { VocabularySize = s_tokens.Length };
        foreach (var options in new ObjectiveOptions[] { new CocoLmOptions { AuxiliaryLayers = 1 }, new ElectraOptions { GeneratorWidth = 0.5 } })
        {
            using var store = new ParameterStore(3);
            var network = (IFillingNetwork)options.Build(new(store), encoder, TinyObjective.Kinds(s_tokens.Length)).Network;
            string bias = options is CocoLmOptions ? "auxiliary.head.bias" : "generator.head.bias";
            store[bias].Tensor.Values[_tokenizer.IdOf("dog")!.Value] = 50;
            using var filler = new Filler(_kernels, network, _tokenizer, proposals: 1);

            Assert.Equal("dog", filler.Fill("the [MASK] sat").Single().Proposals.Single().Word);
        }
    }

    [Fact]
    public void A_model_that_cannot_fill_is_refused()
    {
        using var store = new ParameterStore(1);
        var random = new CocoLmModel(new(store), _model.Main.Options, new() { Replacements = ReplacementSource.Random });

        Assert.Contains("cannot fill them in", Assert.Throws<ArgumentException>(() => new Filler(_kernels, random, _tokenizer, 5)).Message, StringComparison.Ordinal);
        Assert.Contains("do not belong together", Assert.Throws<ArgumentException>(() => new Filler(_kernels, _model, new WordPieceTokenizer([.. s_tokens, "more"]), 5)).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _store.Dispose();
        _kernels.Dispose();
    }

    private static string WordAt(int position) => s_tokens[5 + position % 7];

    private void Prefer(string token, float nats) => _store["masked_head.bias"].Tensor.Values[_tokenizer.IdOf(token)!.Value] = nats;

    /// <summary>A position's vector is that of a word, and outweighs the token's; the head hands it on.</summary>
    private void GuessByPosition()
    {
        var positions = _store["embeddings.positions"].Tensor;
        for (int p = 0; p < MaxLength; p++) positions.Row(p)[_tokenizer.IdOf(WordAt(p))!.Value] = 5;
        SetIdentity("masked_head.dense.weight", 5);
    }

    private void SetIdentity(string path, float value)
    {
        var matrix = _store[path].Tensor;
        for (int i = 0; i < matrix.Rows; i++) matrix.Row(i)[i] = value;
    }
}
