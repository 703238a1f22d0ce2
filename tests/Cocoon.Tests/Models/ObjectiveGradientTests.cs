using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Testing;
using Cocoon.Text;
using Cocoon.Training;
using Xunit;

namespace Cocoon.Tests.Models;

/// <summary>The gradient of the whole loss, part by part of the network, against differences of the forward pass.</summary>
public sealed class ObjectiveGradientTests
{
    private const double Step = 3e-4; // weights this large bend the loss
    private const double LongStep = 1e-3; // for a small gradient in a large loss, whose rounding would show
    private const double BiasStep = 3e-2; // for a relative bias alone: scores move by no more than this, and the loss by a hundredth of it

    private static readonly EncoderOptions s_encoder = TinyObjective.Encoder with { HiddenSize = 12, FeedForwardSize = 20, EmbeddingSize = 8, RelativeBins = 0, Dropout = 0.2f, AttentionDropout = 0.1f };

    public static TheoryData<MaskedLmOptions> Masked => [new() { WholeWords = true, LongestSpan = 2 }, new() { NextSentence = true, StaticMaskings = 2, MaskShare = 0.5, RandomShare = 0.5 }];

    public static TheoryData<ElectraOptions> Electra =>
    [
        new() { GeneratorWidth = 0.5, DetectionWeight = 3 }, new() { GeneratorWidth = 0.5, Form = ElectraForm.MaskedTokens, Sharing = EmbeddingSharing.Tokens, DetectionWeight = 3 },
        new() { GeneratorWidth = 0.5, Form = ElectraForm.ReplaceMlm, Sharing = EmbeddingSharing.None }, new() { GeneratorWidth = 0.5, Form = ElectraForm.AllTokensMlm },
    ];

    [Theory]
    [MemberData(nameof(Masked))]
    public void Masked_language_modelling_agrees(MaskedLmOptions options)
    {
        using var kernels = new ReferenceKernels();
        using var tiny = Scaled(kernels, options, s_encoder with { Segments = options.NextSentence ? 2 : 0 });

        Verify(tiny.Store, tape => tiny.Objective.Forward(tape, tiny.Batch));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Causal_language_modelling_agrees(bool prefix)
    {
        using var kernels = new ReferenceKernels();
        using var tiny = Scaled(kernels, new CausalLmOptions { Prefix = prefix }, s_encoder with { EmbeddingSize = 0 });

        Verify(tiny.Store, tape => tiny.Objective.Forward(tape, tiny.Batch), LongStep);
    }

    [Fact]
    public void Unified_language_modelling_agrees()
    {
        using var kernels = new ReferenceKernels();
        using var tiny = Scaled(kernels, new UniLmOptions(), s_encoder with { Segments = 6 });

        Verify(tiny.Store, tape => tiny.Objective.Forward(tape, tiny.Batch), LongStep);
    }

    [Fact]
    public void Permutation_language_modelling_agrees()
    {
        using var kernels = new ReferenceKernels();
        var options = new XlNetOptions { TokensPerTarget = 3 };
        using var absolute = Scaled(kernels, options, s_encoder with { EmbeddingSize = 0 });
        using var relative = Scaled(kernels, options, s_encoder with { EmbeddingSize = 0, RelativeBins = 8 });

        Verify(absolute.Store, tape => absolute.Objective.Forward(tape, absolute.Batch), LongStep);
        GradientCheck.Along([relative.Store["main.relative_positions.weight"]], tape => relative.Objective.Forward(tape, relative.Batch), step: BiasStep);
    }

    [Theory]
    [InlineData(DenoisingForm.Spans, LongStep)]
    [InlineData(DenoisingForm.WholeText, 2 * LongStep)] // at shorter steps the difference goes up and down around the recorded gradient: the loss is rounded
    public void Denoising_agrees(DenoisingForm form, double step)
    {
        using var kernels = new ReferenceKernels();
        using var tiny = Scaled(kernels, new DenoisingOptions { Form = form, SpanRate = 0.3, Sentinels = 4 }, s_encoder with { EmbeddingSize = 0 });

        Verify(tiny.Store, tape => tiny.Objective.Forward(tape, tiny.Batch), step);
    }

    [Theory]
    [InlineData(TextEdit.None, 0f)]
    [InlineData(TextEdit.Replacement, 0.5f)]
    public void Sequence_contrast_agrees(TextEdit positive, float maskedWeight)
    {
        using var kernels = new ReferenceKernels();
        using var tiny = Scaled(kernels, new SimCseOptions { Positive = positive, EditRate = 0.3, MaskedWeight = maskedWeight, Temperature = 0.3f }, s_encoder);

        // The words' loss is a small part of the whole, whose rounding needs a longer step.
        Verify(tiny.Store, tape => tiny.Objective.Forward(tape, tiny.Batch), maskedWeight > 0 ? 1e-3 : Step);
    }

    [Theory]
    [MemberData(nameof(Electra))]
    public void Electra_agrees(ElectraOptions options)
    {
        using var kernels = new ReferenceKernels();
        using var tiny = Scaled(kernels, options, s_encoder);

        // A main model that mostly copies has a small gradient.
        Verify(tiny.Store, Held(tiny), options.Form == ElectraForm.AllTokensMlm ? LongStep : Step);
    }

    [Fact]
    public void The_reward_of_deceiving_agrees_where_reward_and_baseline_stand_still()
    {
        using var kernels = new ReferenceKernels();
        using var tiny = Scaled(kernels, new ElectraOptions { GeneratorWidth = 0.5, Training = GeneratorTraining.Adversarial, Sharing = EmbeddingSharing.None, PolicyWeight = 5 }, s_encoder);

        // The generator's head moves its probabilities alone: not its states, which the baseline sees, and not the main model.
        GradientCheck.Along([.. tiny.Store.Parameters.Where(p => p.Path.StartsWith("generator.head.", StringComparison.Ordinal))], Held(tiny));
        GradientCheck.Along([.. tiny.Store.Parameters.Where(p => p.Path.StartsWith("baseline.", StringComparison.Ordinal))], tape => [.. Held(tiny)(tape).Where(t => t.Name == "baseline")]);
        GradientCheck.Along([.. tiny.Store.Parameters.Where(p => p.Path.StartsWith("main.", StringComparison.Ordinal))], tape => [.. Held(tiny)(tape).Where(t => t.Name == "detection")]);
    }

    /// <summary>The losses with the samples of a first pass: those of another pass might differ, and a sample has no derivative.</summary>
    private static Func<Tape, IReadOnlyList<LossTerm>> Held(TinyObjective tiny)
    {
        var objective = (Electra)tiny.Objective;
        var model = (ElectraModel)objective.Network;
        tiny.Run(3, backward: false);
        int[] positions = objective.LastPass.Positions.ToArray(), samples = objective.LastPass.Samples.ToArray();
        var hidden = new TokenBatch();
        hidden.CopyFrom(tiny.Batch);
        foreach (int position in positions) hidden.MutableIds[position] = SpecialTokens.First5.Mask;
        return tape =>
        {
            var states = model.Generator.States(tape, hidden, positions);
            return objective.Losses(tape, tiny.Batch, states, model.Generator.Guess(tape, states), positions, samples);
        };
    }

    /// <summary>Weights large enough that every part of the network shows in the loss.</summary>
    private static TinyObjective Scaled(ReferenceKernels kernels, ObjectiveOptions options, EncoderOptions encoder)
    {
        var tiny = new TinyObjective(kernels, options, encoder);
        foreach (var (path, tensor) in tiny.Store.Parameters)
            if (!path.EndsWith("norm.weight", StringComparison.Ordinal)) kernels.Scale(tensor.Values, 10, accumulate: false, tensor.Values);
        return tiny;
    }

    private static void Verify(ParameterStore store, Func<Tape, IReadOnlyList<LossTerm>> losses, double step = Step)
    {
        foreach (var group in store.Parameters.GroupBy(p => string.Join('.', p.Path.Split('.').TakeWhile(part => part is not ("layers" or "weight" or "bias")))))
            GradientCheck.Along([.. group], losses, step: step);
    }
}
