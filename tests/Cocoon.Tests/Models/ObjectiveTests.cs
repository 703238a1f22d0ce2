using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Testing;
using Cocoon.Text;
using Cocoon.Training;
using Xunit;

namespace Cocoon.Tests.Models;

/// <summary>What must hold for every objective, in every form that it has.</summary>
public sealed class ObjectiveTests
{
    private static readonly EncoderOptions s_encoder = TinyObjective.Encoder with { Dropout = 0.1f, AttentionDropout = 0.1f, EmbeddingSize = 24, RelativeBins = 0 };

    private static readonly Dictionary<string, (EncoderOptions Encoder, ObjectiveOptions Options)> s_all = new(StringComparer.Ordinal)
    {
        ["coco-lm"] = (s_encoder with { EmbeddingSize = 0 }, new CocoLmOptions { AuxiliaryLayers = 1 }),
        ["causal-lm"] = (s_encoder with { EmbeddingSize = 0 }, new CausalLmOptions()),
        ["causal-lm, prefix, relative positions"] = (s_encoder with { EmbeddingSize = 0, RelativeBins = 8 }, new CausalLmOptions { Prefix = true }),
        ["denoising, spans"] = (s_encoder with { EmbeddingSize = 0 }, new DenoisingOptions()),
        ["denoising, whole text, relative positions"] = (s_encoder with { EmbeddingSize = 0, RelativeBins = 8 }, new DenoisingOptions
        {
            Form = DenoisingForm.WholeText, SpanRate = 0.1, MaskRate = 0.05, DeleteRate = 0.05, ReplaceRate = 0.05, PermuteRate = 1, RotateRate = 0.5,
        }),
        ["masked-lm"] = (s_encoder, new MaskedLmOptions()),
        ["masked-lm, whole words, relative positions"] = (s_encoder with { RelativeBins = 8 }, new MaskedLmOptions { WholeWords = true, LongestSpan = 3 }),
        ["masked-lm, static, pairs"] = (s_encoder with { Segments = 2 }, new MaskedLmOptions { StaticMaskings = 3, NextSentence = true }),
        ["simcse, deletion, masked words"] = (s_encoder, new SimCseOptions { Positive = TextEdit.Deletion, EditRate = 0.3, MaskedWeight = 0.1f }),
        ["simcse, insertion, masked words"] = (s_encoder with { EmbeddingSize = 0, RelativeBins = 8 }, new SimCseOptions { Positive = TextEdit.Insertion, EditRate = 0.3, MaskedWeight = 1 }),
        ["electra"] = (s_encoder, new ElectraOptions { GeneratorWidth = 0.5, GeneratorDepth = 0.5 }),
        ["electra, masked tokens, shared tokens"] = (s_encoder, new ElectraOptions { GeneratorWidth = 0.5, Form = ElectraForm.MaskedTokens, Sharing = EmbeddingSharing.Tokens }),
        ["electra, replace mlm, nothing shared"] = (s_encoder, new ElectraOptions { GeneratorWidth = 0.5, Form = ElectraForm.ReplaceMlm, Sharing = EmbeddingSharing.None }),
        ["electra, all-tokens mlm"] = (s_encoder, new ElectraOptions { GeneratorWidth = 0.5, Form = ElectraForm.AllTokensMlm, Temperature = 2 }),
        ["electra, adversarial"] = (s_encoder, new ElectraOptions { GeneratorWidth = 0.5, Training = GeneratorTraining.Adversarial }),
        ["electra, two stages"] = (s_encoder, new ElectraOptions { GeneratorWidth = 1, Sharing = EmbeddingSharing.None, Training = GeneratorTraining.TwoStage, GeneratorSteps = 3 }),
        ["unilm"] = (s_encoder with { Segments = 6 }, new UniLmOptions()),
        ["xlnet"] = (s_encoder with { EmbeddingSize = 0 }, new XlNetOptions()),
        ["xlnet, blocks, relative positions"] = (s_encoder with { EmbeddingSize = 0, RelativeBins = 8 }, new XlNetOptions { TokensPerTarget = 4, BlockSize = 5 }),
    };

    public static TheoryData<string> All => [.. s_all.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public void Its_options_are_sound_and_agree_with_the_encoder(string name)
    {
        var (encoder, options) = s_all[name];

        Assert.Empty(options.Problems("objective").Concat(options.ProblemsWith(new(encoder, 8, 10))));
        Assert.Contains(options.GetType(), ObjectiveTypes.All.Select(t => t.Options));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_formula_counts_what_it_declares(string name)
    {
        var (encoder, options) = s_all[name];
        using var store = new ParameterStore(1);
        options.Build(new(store), encoder, TinyObjective.Kinds(encoder.VocabularySize));

        Assert.Equal(store.Count, options.Parameters(encoder));
        var cost = options.Cost(encoder, 8, 16);
        Assert.All(cost.Flops, part => Assert.True(part.Flops >= 0));
        Assert.True(cost.Flops.Sum(p => p.Flops) > 6.0 * 8 * 14 * encoder.Layers * encoder.HiddenSize * encoder.HiddenSize && cost.KeptFloats > 0);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Training_has_the_same_bits_on_any_number_of_threads(string name)
    {
        var (encoder, options) = s_all[name];
        uint[] Bits(int threads, uint steps)
        {
            using var team = new WorkerTeam(threads);
            using var kernels = CpuKernels.Create(team, Precision.Fp32);
            using var tiny = new TinyObjective(kernels, options, encoder);
            for (uint step = 0; step < steps; step++) tiny.Train(step, 1e-3f);
            return tiny.Bits();
        }

        uint[] one = Bits(threads: 1, steps: 5);

        Assert.Equal(one, Bits(threads: 3, steps: 5));
        Assert.NotEqual(one, Bits(threads: 1, steps: 4));   // it moved
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_run_that_was_stopped_goes_on_to_the_same_bits(string name)
    {
        var (encoder, options) = s_all[name];
        byte[] whole = ObjectiveRun.Bits(options, encoder, stops: []);

        foreach (long stop in (long[])[2, 3, 4]) Assert.Equal(whole, ObjectiveRun.Bits(options, encoder, [stop]));
        Assert.NotEqual(whole, ObjectiveRun.Bits(options, encoder, [], steps: 5));   // it moved
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_parameter_learns_and_evaluation_measures_what_training_sees(string name)
    {
        var (encoder, options) = s_all[name];
        using var kernels = new ReferenceKernels();
        using var tiny = new TinyObjective(kernels, options, encoder with { Dropout = 0, AttentionDropout = 0 });
        var trained = new SortedSet<string>(StringComparer.Ordinal);
        foreach (uint step in (uint[])[0, 9])   // in two stages, once in each
        {
            tiny.Pass(step, backward: true);
            trained.UnionWith(tiny.Store.Parameters.Where(p => p.Tensor.Grad.ContainsAnyExcept(0)).Select(p => p.Path));
        }

        // A position that is too late for any sequence, or the pooler of pairs that happen to be none, would be a reason; there is none here.
        Assert.Equal(tiny.Store.Parameters.Select(p => p.Path).Order(StringComparer.Ordinal), trained);
        var losses = tiny.Pass(9, backward: false);
        using var arena = new Arena();
        var metrics = new MetricSet();
        tiny.Objective.Evaluate(new(kernels, arena, new(11, 9), training: false), tiny.Batch, metrics);
        var values = metrics.Values();
        foreach (var (term, loss) in losses) Assert.Equal(loss, values[term], 1e-5 * (1 + Math.Abs(loss)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_trace_shows_the_batch_of_a_step(string name)
    {
        var (encoder, options) = s_all[name];
        using var kernels = new ReferenceKernels();
        using var tiny = new TinyObjective(kernels, options, encoder);
        using var arena = new Arena();

        var trace = tiny.Objective.Trace(new(kernels, arena, new(11, 1), training: false), tiny.Batch);

        Assert.InRange(trace.Positions.Length, 1, trace.Hidden is null ? trace.Text.Tokens - 1 : trace.Text.Tokens / 3);
        if (trace.Hidden is { } hidden)
        {
            var changed = Enumerable.Range(0, trace.Text.Tokens).Where(row => trace.Text.Ids.Span[row] != hidden.Ids.Span[row]);
            Assert.Subset(trace.Positions.ToArray().ToHashSet(), changed.ToHashSet());
        }
        Assert.Equal(trace.OtherView?.Sequences, tiny.Objective.Network is ISequenceNetwork ? trace.Text.Sequences : (int?)null);
        Assert.Equal(trace.Replaced is not null, tiny.Objective.Network is ICorrectingNetwork);
        Assert.True(trace.Decisions is null || trace.Decisions.Rows == trace.Text.Tokens);
        Assert.True(trace.Guesses is null || trace.Guesses.Rows == trace.Positions.Length || trace.Guesses.Rows == trace.Text.Tokens);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_warm_pass_allocates_next_to_nothing(string name)
    {
        var (encoder, options) = s_all[name];
        using var team = new WorkerTeam(1);
        using var kernels = CpuKernels.Create(team, Precision.Fp32);
        using var tiny = new TinyObjective(kernels, options, encoder);
        for (uint step = 0; step < 8; step++) tiny.Run(step, backward: true);

        const int Passes = 20;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (uint step = 10; step < 10 + Passes; step++) tiny.Run(step, backward: true);

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / Passes, 1, Tolerances.AllocatedBytesOfPass);
    }

    [Fact]
    public void Text_without_words_is_survived()
    {
        var empty = new TokenBatch();
        for (int s = 0; s < 2; s++)
        {
            empty.Append([SpecialTokens.First5.Classify, SpecialTokens.First5.Separate]);
            empty.EndSequence();
        }
        using var kernels = new ReferenceKernels();
        foreach (var (_, (encoder, options)) in s_all)
        {
            using var arena = new Arena();
            using var tiny = new TinyObjective(kernels, options, encoder);
            var tape = new Tape(kernels, arena, default);
            foreach (var term in tiny.Objective.Forward(tape, empty)) term.Value.Grad[0] = term.Weight;
            tape.Backward();
            Assert.All(tiny.Store.Parameters, p => Assert.False(p.Tensor.Grad.ContainsAny(float.NaN, float.PositiveInfinity)));
        }
    }
}
