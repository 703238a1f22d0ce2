using Cocoon.Determinism;
using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;
using Xunit;

namespace Cocoon.Tests.Models;

public sealed class CocoLmTests : IDisposable
{
    private readonly ReferenceKernels _kernels = new();
    private readonly Arena _arena = new();

    [Fact]
    public void Initial_losses_are_those_of_knowing_nothing()
    {
        const int Vocabulary = 500, Sequences = 6;
        using var tiny = new TinyCocoLm(_kernels, TinyCocoLm.Encoder with { VocabularySize = Vocabulary }, sequences: Sequences);

        var losses = tiny.Pass(0, backward: false);

        // ln V + 50 ln 2 + ½ ln V + ln(2S − 1), up to the spread of the initial weights
        Assert.Equal(Math.Log(Vocabulary), losses["mlm"], 0.05);
        Assert.Equal(Math.Log(2), losses["copy"], 0.05);
        Assert.Equal(0.5 * Math.Log(Vocabulary), losses["lm"], 0.3);
        Assert.Equal(Math.Log(2 * Sequences - 1), losses["scl"], 0.1);
    }

    [Fact]
    public void Samples_are_drawn_with_dropout_off_and_the_losses_with_dropout_on()
    {
        using var without = new TinyCocoLm(_kernels);
        using var with = new TinyCocoLm(_kernels, TinyCocoLm.Encoder with { Dropout = 0.5f, AttentionDropout = 0.5f });

        var (dry, wet) = (without.Pass(4, backward: false), with.Pass(4, backward: false));

        Assert.Equal(without.Objective.LastPass.Samples.ToArray(), with.Objective.LastPass.Samples.ToArray());
        Assert.NotEqual(dry["mlm"], wet["mlm"]);
        Assert.NotEqual(dry["copy"], wet["copy"]);
    }

    [Fact]
    public void Another_step_has_another_corruption_and_the_same_step_the_same()
    {
        using var tiny = new TinyCocoLm(_kernels);

        var (first, second, again) = (tiny.Pass(0, false), tiny.Pass(1, false), tiny.Pass(0, false));

        Assert.Equal(first, again);
        Assert.NotEqual(first["copy"], second["copy"]);
    }

    [Fact]
    public void Samples_follow_the_auxiliary_models_distribution()
    {
        using var tiny = new TinyCocoLm(_kernels);
        var bias = tiny.Store["auxiliary.head.bias"].Tensor.Values;
        bias.Fill(-50);
        bias[17] = 50;   // the auxiliary model says 17, whatever it sees

        tiny.Pass(0, backward: false);

        Assert.All(tiny.Objective.LastPass.Samples.ToArray(), sample => Assert.Equal(17, sample));
        Assert.NotEmpty(tiny.Objective.LastPass.Samples.ToArray());
    }

    [Fact]
    public void Random_replacements_are_words_and_need_no_auxiliary_model()
    {
        using var tiny = new TinyCocoLm(_kernels, options: new() { Replacements = ReplacementSource.Random });

        var losses = tiny.Pass(0, backward: true);

        Assert.Equal(["copy", "lm", "loss", "scl"], losses.Keys.Order());
        Assert.All(tiny.Objective.LastPass.Samples.ToArray(), sample => Assert.InRange(sample, 5, 39));
        Assert.DoesNotContain(tiny.Store.Parameters, p => p.Path.StartsWith("auxiliary", StringComparison.Ordinal));
    }

    [Fact]
    public void A_single_sequence_has_nothing_to_contrast_with()
    {
        using var tiny = new TinyCocoLm(_kernels, sequences: 1);

        Assert.Equal(["copy", "lm", "loss", "mlm"], tiny.Pass(0, backward: true).Keys.Order());
    }

    [Fact]
    public void Text_without_words_is_survived()
    {
        using var tiny = new TinyCocoLm(_kernels);
        var empty = new TokenBatch();
        for (int s = 0; s < 2; s++)
        {
            empty.Append([SpecialTokens.First5.Classify, SpecialTokens.First5.Separate]);
            empty.EndSequence();
        }
        var tape = new Tape(_kernels, _arena, default);

        var terms = tiny.Objective.Forward(tape, empty);
        foreach (var term in terms) term.Value.Grad[0] = term.Weight;
        tape.Backward();

        Assert.Equal(0, terms.Single(t => t.Name == "mlm").Value.Values[0]);
        Assert.Equal(0, terms.Single(t => t.Name == "lm").Value.Values[0]);
        Assert.All(tiny.Store.Parameters, p => Assert.False(p.Tensor.Grad.ContainsAny(float.NaN, float.PositiveInfinity)));
    }

    [Fact]
    public void Evaluation_measures_the_losses_that_training_would_see_and_records_nothing()
    {
        using var tiny = new TinyCocoLm(_kernels);
        var training = tiny.Pass(2, backward: false);
        var metrics = new MetricSet();
        var tape = new Tape(_kernels, _arena, new StepKey(11, 2), training: false);

        tiny.Objective.Evaluate(tape, tiny.Batch, metrics);
        var values = metrics.Values();

        foreach (string term in (string[])["mlm", "copy", "lm", "scl", "loss"]) Assert.Equal(training[term], values[term], 1e-6 * training[term]);
        Assert.Equal(
        [
            "auxiliary.accuracy", "copy", "copy.accuracy.original", "copy.accuracy.replaced", "correction.accuracy.masked", "correction.accuracy.replaced",
            "detection.accuracy", "detection.auc", "detection.f1", "detection.majority", "lm", "loss", "mlm", "replaced", "scl",
            "sequence.alignment", "sequence.cosine", "sequence.uniformity", "state.alignment", "state.cosine", "state.uniformity",
        ], values.Keys);
        Assert.InRange(values["replaced"], 0.1, 0.2);
    }

    [Fact]
    public void An_objective_without_contrast_is_still_measured_by_its_states()
    {
        using var tiny = new TinyCocoLm(_kernels, options: new() { AuxiliaryLayers = 1, Contrast = false, Corrective = CorrectiveForm.None });
        var metrics = new MetricSet();

        tiny.Objective.Evaluate(new(_kernels, _arena, default, training: false), tiny.Batch, metrics);

        Assert.Contains("state.uniformity", metrics.Values().Keys);
        Assert.DoesNotContain("sequence.uniformity", metrics.Values().Keys);
        Assert.DoesNotContain("correction.accuracy.masked", metrics.Values().Keys);
    }

    public void Dispose()
    {
        _arena.Dispose();
        _kernels.Dispose();
    }
}
