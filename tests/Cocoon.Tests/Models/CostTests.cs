using Cocoon.Models;
using Cocoon.Tensors;
using Xunit;

namespace Cocoon.Tests.Models;

public sealed class CostTests
{
    private static readonly EncoderOptions s_tiny = new() { VocabularySize = 37, MaxLength = 12, HiddenSize = 8, Layers = 3, Heads = 2, FeedForwardSize = 20, RelativeBins = 6, MaxDistance = 9 };

    [Fact]
    public void Base_has_the_published_number_of_parameters()
    {
        var main = new EncoderOptions();

        // The paper prints 110M; 110.6 M and 28.4 M follow from the released architecture.
        Assert.Equal(110.6, (EncoderCost.EmbeddingParameters(main) + EncoderCost.LayerParameters(main)) / 1e6, 0.05);
        Assert.Equal(28.4, EncoderCost.LayerParameters(main with { Layers = 4 }) / 1e6, 0.05);
    }

    [Fact]
    public void Base_plus_plus_and_large_plus_plus_have_the_published_number_of_parameters()
    {
        var main = new EncoderOptions { VocabularySize = 64000, RelativeBins = 64 };
        var large = new EncoderOptions { VocabularySize = 64000, RelativeBins = 128, MaxDistance = 256, HiddenSize = 1024, FeedForwardSize = 4096, Heads = 16, Layers = 24 };

        Assert.Equal(134.6, (EncoderCost.EmbeddingParameters(main) + EncoderCost.LayerParameters(main)) / 1e6, 0.05);
        Assert.Equal(368.4, (EncoderCost.EmbeddingParameters(large) + EncoderCost.LayerParameters(large)) / 1e6, 0.05);
        Assert.Equal(75.6, EncoderCost.LayerParameters(large with { Layers = 6 }) / 1e6, 0.05);
    }

    public static TheoryData<CocoLmOptions> Variants =>
    [
        new() { AuxiliaryLayers = 1 }, new() { AuxiliaryLayers = 2, SequenceHeadSize = 5 }, new() { Contrast = false }, new() { Corrective = CorrectiveForm.None },
        new() { Replacements = ReplacementSource.Random }, new() { Corrective = CorrectiveForm.None, CopyWeight = 0 }, new() { Copy = false, CopyWeight = 0 },
    ];

    [Theory]
    [MemberData(nameof(Variants))]
    public void The_formula_counts_what_a_model_declares(CocoLmOptions options)
    {
        using var store = new ParameterStore(1);
        _ = new CocoLmModel(new(store), s_tiny, options);

        Assert.Equal(store.Count, CocoLmCost.Parameters(s_tiny, options));
    }

    [Fact]
    public void Flops_of_a_layer_are_those_of_its_products()
    {
        var one = s_tiny with { Layers = 1 };
        double products = 0;
        void Product(int m, int n, int k) => products += 2.0 * m * n * k;
        const int Sequences = 5, Length = 7, N = Sequences * Length;
        Product(N, 24, 8);                                              // queries, keys, values
        for (int i = 0; i < Sequences * 2; i++) Product(Length, Length, 4);    // scores, head by head
        for (int i = 0; i < Sequences * 2; i++) Product(Length, 4, Length);    // mixing
        Product(N, 8, 8);
        Product(N, 20, 8);
        Product(N, 8, 20);

        Assert.Equal(products, EncoderCost.ForwardFlops(one, Sequences, Length, Length));
        Assert.True(EncoderCost.ForwardFlops(one, Sequences, Length, 1) < products);
        Assert.Equal(2 * products, EncoderCost.ForwardFlops(one with { Layers = 2 }, Sequences, Length, Length));
    }

    [Fact]
    public void A_step_without_dropout_samples_from_the_training_pass_and_without_contrast_crops_nothing()
    {
        var whole = CocoLmCost.Of(s_tiny, new() { AuxiliaryLayers = 2 }, sequences: 8, length: 10);

        Assert.Equal(whole.Auxiliary / 3, whole.Sampling);
        Assert.Equal(0, CocoLmCost.Of(s_tiny with { Dropout = 0, AttentionDropout = 0 }, new() { AuxiliaryLayers = 2 }, 8, 10).Sampling);
        Assert.Equal(0, CocoLmCost.Of(s_tiny, new() { Contrast = false }, 8, 10).Crop);
        var random = CocoLmCost.Of(s_tiny, new() { Replacements = ReplacementSource.Random }, 8, 10);
        Assert.Equal((0, 0), (random.Auxiliary, random.Sampling));
        Assert.Equal(whole.Main, random.Main);
        Assert.Equal(whole.Auxiliary + whole.Sampling + whole.Main + whole.Crop + whole.Heads, whole.Total);
    }
}
