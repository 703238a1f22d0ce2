using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Models;

public sealed class DenoisingTests
{
    private static readonly EncoderOptions s_encoder = TinyObjective.Encoder with { MaxLength = 20 };
    private static readonly DenoisingOptions s_bart = new() { Form = DenoisingForm.WholeText, SpanRate = 0.3, PermuteRate = 1 };
    private static readonly WordPieceTokenizer s_tokenizer = new(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. Enumerable.Range(0, 35).Select(i => $"w{i}")]);

    public static TheoryData<DenoisingOptions> Both => [new(), s_bart];

    [Theory]
    [MemberData(nameof(Both))]
    public void The_initial_loss_is_that_of_knowing_nothing(DenoisingOptions options)
    {
        using var kernels = new ReferenceKernels();
        using var tiny = new TinyObjective(kernels, options, s_encoder with { VocabularySize = 500 });

        Assert.Equal(Math.Log(options.Form == DenoisingForm.Spans ? 600 : 500), tiny.Pass(0, backward: false)["denoising"], 0.05);
    }

    [Fact]
    public void What_is_written_depends_on_all_that_is_read_and_on_nothing_that_comes_later()
    {
        using var kernels = new ReferenceKernels();
        using var store = new ParameterStore(3);
        using var arena = new Arena();
        var model = new DenoisingModel(new(store), s_encoder, new(SpecialTokens.First5, default, Masks: true));
        TokenBatch read = Sequences([2, 7, 8, 9, 3], [2, 11, 12, 3]), written = Sequences([2, 20, 21, 22], [2, 30, 31]);
        float[] States()
        {
            arena.Reset();
            return model.States(new(kernels, arena, default, training: false), read, written).Values.ToArray();
        }
        int[] Changed(float[] before, float[] after) =>
            [.. Enumerable.Range(0, 7).Where(row => !before.AsSpan(row * s_encoder.HiddenSize, s_encoder.HiddenSize).SequenceEqual(after.AsSpan(row * s_encoder.HiddenSize, s_encoder.HiddenSize)))];

        float[] first = States();
        read.MutableIds[3] = 10;
        float[] second = States();
        written.MutableIds[2] = 25;
        float[] third = States();

        Assert.Equal([0, 1, 2, 3], Changed(first, second));
        Assert.Equal([2, 3], Changed(second, third));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_tiny_corpus_is_learned_up_to_what_cannot_be_known(DenoisingOptions options)
    {
        using var team = new WorkerTeam(1);
        using var kernels = CpuKernels.Create(team, Precision.Fp32);
        using var tiny = new TinyObjective(kernels, options, s_encoder, sequences: 4);
        double first = tiny.Train(0, 2e-3f)["denoising"];
        for (uint step = 1; step < 400; step++) tiny.Train(step, 2e-3f);
        var after = tiny.Evaluate(40);

        Assert.True(first > 3);
        Assert.InRange(after["denoising"], 0, 0.15);
        Assert.InRange(after["denoising.accuracy"], 0.95, 1);
        Assert.InRange(after["denoising.accuracy.hidden"], 0.9, 1);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_prompt_is_continued_as_it_was_learned(DenoisingOptions options)
    {
        using var team = new WorkerTeam(1);
        using var kernels = CpuKernels.Create(team, Precision.Fp32);
        using var tiny = new TinyObjective(kernels, options with { SpanRate = 0.3, SpanLength = 4 }, s_encoder, sequences: 4);
        for (uint step = 0; step < 600; step++) tiny.Train(step, 2e-3f);
        int[] text = tiny.Batch.Sequence(1).ToArray();
        using var generator = new TextGenerator(kernels, (IGeneratingNetwork)tiny.Objective.Network, s_tokenizer, new() { Temperature = 0, MaxTokens = 12 });

        int[] said = [.. generator.Tokens(text[1..^6])];   // T5 has learned to write five words here

        Assert.Equal(text[^6..^1], said);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void What_is_remembered_changes_no_token(DenoisingOptions options)
    {
        using var kernels = CpuKernels.Create(new WorkerTeam(1), Precision.Fp32);
        using var tiny = new TinyObjective(kernels, options with { Sentinels = 2 }, s_encoder);   // few, as each may end the text
        foreach (var (path, tensor) in tiny.Store.Parameters)
            if (!path.EndsWith("norm.weight", StringComparison.Ordinal)) kernels.Scale(tensor.Values, 6, accumulate: false, tensor.Values);   // opinions
        var network = (IGeneratingNetwork)tiny.Objective.Network;
        var all = new List<int>();
        int[][] prompts = [[], [5, 6, 8], [7], [12, 20, 33], [.. Enumerable.Range(8, 12)], [.. Enumerable.Range(5, 30)], [30, 29, 28, 27], [14, 14, 9, 38, 21, 6],
            .. Enumerable.Range(5, 24).Select(id => new[] { id, 40 - id, 8 })];   // many, as most answers are short
        foreach (int[] prompt in prompts)
            foreach (double temperature in (double[])[0, 1])
            {
                int[] Said(IGeneratingNetwork network)
                {
                    using var generator = new TextGenerator(kernels, network, s_tokenizer, new() { MaxTokens = 50, Temperature = temperature });   // past the positions, too
                    return [.. generator.Tokens(prompt)];
                }

                int[] said = Said(network);

                Assert.Equal(Said(new Forgetful(network)), said);
                all.AddRange(said);
            }

        Assert.True(all.Count > 60 && all.Distinct().Count() > 2 && all.TrueForAll(id => id > 4), $"It said {string.Join(' ', all)}.");
    }

    [Fact]
    public void A_model_that_writes_whole_texts_fills_masks()
    {
        using var team = new WorkerTeam(1);
        using var kernels = CpuKernels.Create(team, Precision.Fp32);
        using var tiny = new TinyObjective(kernels, s_bart with { SpanRate = 0, MaskRate = 0.2, PermuteRate = 0 }, s_encoder, sequences: 4);
        for (uint step = 0; step < 400; step++) tiny.Train(step, 2e-3f);
        string[] words = [.. tiny.Batch.Sequence(2).ToArray()[1..^1].Select(s_tokenizer.TokenOf)];
        using var filler = new Filler(kernels, (IFillingNetwork)tiny.Objective.Network, s_tokenizer, 1);

        var blanks = filler.Fill(string.Join(' ', words.Select((word, i) => i is 3 or 8 ? "[MASK]" : word)));

        Assert.Equal([words[3], words[8]], blanks.Select(b => b.Proposals[0].Word));
    }

    [Fact]
    public void Only_whole_texts_with_masks_are_filled()
    {
        static IMaskedLanguageModel? Filling(DenoisingOptions options)
        {
            using var store = new ParameterStore(1);
            return ((IFillingNetwork)options.Build(new(store), s_encoder, TinyObjective.Kinds(40)).Network).Filling;
        }

        Assert.NotNull(Filling(s_bart));
        Assert.Null(Filling(new()));
        Assert.Null(Filling(s_bart with { SpanRate = 0, DeleteRate = 0.1 }));
    }

    [Fact]
    public void Sentinels_are_the_tokenizers_own_or_stand_behind_the_vocabulary_the_first_one_last()
    {
        var kinds = new TokenKinds(SpecialTokens.First5, Enumerable.Repeat(false, 40)) { Sentinels = [39, 38] };

        Assert.Equal([42, 41, 40], new DenoisingOptions { Sentinels = 3 }.SentinelsOf(40, kinds));
        Assert.Equal([39, 38], new DenoisingOptions { Sentinels = 0 }.SentinelsOf(40, kinds));
        Assert.Equal(43, new DenoisingOptions { Sentinels = 3 }.Sizes(s_encoder).VocabularySize);
        Assert.Equal(40, s_bart.Sizes(s_encoder).VocabularySize);
    }

    [Fact]
    public void What_a_sentinel_has_of_the_probability_ends_the_text()
    {
        var tokens = new DenoisingTokens(SpecialTokens.First5, new[] { 9, 8 }, Masks: false);
        float[] scores = [0, 0, 0, 1, 0, 0, 0, 0, 2, 3];

        tokens.EndAtSentinels(scores);

        Assert.Equal(Math.Log(Math.Exp(1) + Math.Exp(2) + Math.Exp(3)), scores[3], 1e-6);
        Assert.Equal([float.NegativeInfinity, float.NegativeInfinity], scores[8..]);
        Assert.Equal(9, tokens.Blank);
    }

    [Fact]
    public void Published_sizes_have_the_published_parameters()
    {
        // BART base prints 139 M (fairseq's README: 140 M); 1,026 positions there, and a bias of the embeddings' norm in the decoder, which is not here.
        var bart = new EncoderOptions { VocabularySize = 50265, MaxLength = 1026, Layers = 6, RelativeBins = 0 };
        Assert.Equal(139.4, s_bart.Parameters(bart) / 1e6, 0.1);

        // T5 base prints 220 M; here with biases and positions.
        var t5 = new EncoderOptions { VocabularySize = 32000, RelativeBins = 32 };
        Assert.Equal(223.9, new DenoisingOptions().Parameters(t5) / 1e6, 0.1);
    }

    [Fact]
    public void Spans_cost_less_than_whole_texts()
    {
        double Flops(DenoisingOptions options) => options.Cost(s_encoder, 8, 18).Flops.Sum(f => f.Flops);

        Assert.True(Flops(new()) < 0.8 * Flops(s_bart));
        Assert.True(Flops(s_bart with { DeleteRate = 0.5 }) < Flops(s_bart));
    }

    public static TheoryData<DenoisingOptions, string> Wrong => new()
    {
        { new() { SpanRate = 0 }, "objective.spanRate" },
        { new() { SpanRate = 1 }, "objective.spanRate" },
        { new() { SpanLength = 0.5 }, "objective.spanLength" },
        { new() { Sentinels = -1 }, "objective.sentinels" },
        { new() { RotateRate = 0.5 }, "objective.rotateRate" },
        { s_bart with { DeleteRate = 1.5, SpanRate = 0.1 }, "objective.deleteRate" },
        { s_bart with { DeleteRate = 0.6, MaskRate = 0.6 }, "objective.maskRate" },
        { s_bart with { SpanRate = 0, PermuteRate = 0 }, "objective.spanRate" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_trained_is_reported(DenoisingOptions options, string path) => Assert.Contains(path, options.Problems("objective").Select(p => p.Path));

    [Fact]
    public void Contradictions_with_the_rest_of_a_recipe_are_reported()
    {
        string[] Paths(DenoisingOptions options, EncoderOptions encoder, Tokenizer? tokenizer = null) =>
            [.. options.ProblemsWith(new(encoder, 8, 10) { Tokenizer = tokenizer }).Select(p => p.Path)];

        Assert.Empty(Paths(new(), s_encoder));
        Assert.Equal(["model.embeddingSize"], Paths(new(), s_encoder with { EmbeddingSize = 8 }));
        Assert.Equal(["model.segments"], Paths(s_bart, s_encoder with { Segments = 2 }));
        Assert.Equal(["objective.sentinels"], Paths(new(), s_encoder with { MaxLength = 4096 }));   // 205 spans
        Assert.Equal(["objective.sentinels"], Paths(new() { Sentinels = 0 }, s_encoder, s_tokenizer));
        Assert.Empty(Paths(new() { Sentinels = 0 }, s_encoder, new WordPieceTokenizer([.. s_tokenizer.Tokens, "<extra_id_0>"])));
        Assert.True(s_bart.HidesText() && !new DenoisingOptions().HidesText() && !(s_bart with { SpanRate = 0 }).HidesText());
    }

    private static TokenBatch Sequences(params int[][] sequences)
    {
        var batch = new TokenBatch();
        foreach (int[] sequence in sequences)
        {
            batch.Append(sequence);
            batch.EndSequence();
        }
        return batch;
    }

    /// <summary>Remembers nothing from one token to the next.</summary>
    private sealed class Forgetful(IGeneratingNetwork network) : IGeneratingNetwork
    {
        public EncoderOptions Sizes => network.Sizes;

        public Tensor Next(Tape tape, TokenBatch text, int prefix, DecoderPast past) => network.Next(tape, text, prefix, new(Sizes.Layers));
    }
}
