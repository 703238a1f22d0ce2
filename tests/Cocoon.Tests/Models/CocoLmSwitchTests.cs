using Cocoon.Kernels;
using Cocoon.Models;
using Xunit;

namespace Cocoon.Tests.Models;

/// <summary>Every ablation changes what it should, and nothing else: all other terms keep their bits.</summary>
public sealed class CocoLmSwitchTests : IDisposable
{
    private readonly ReferenceKernels _kernels = new();

    public static TheoryData<CocoLmOptions, string[], string[]> Switches => new()
    {
        // switches, terms that are left, terms whose value differs from the default's
        { new() { Corrective = CorrectiveForm.None, Contrast = false }, ["mlm", "copy"], [] },
        { new() { Contrast = false }, ["mlm", "copy", "lm"], [] },
        { new() { Corrective = CorrectiveForm.None }, ["mlm", "copy", "scl"], [] },
        { new() { Corrective = CorrectiveForm.Paper }, ["mlm", "copy", "lm", "scl"], ["lm"] },
        { new() { Copy = false }, ["mlm", "copy", "lm", "scl"], ["lm"] },
        { new() { StopGradient = false }, ["mlm", "copy", "lm", "scl"], [] },
        { new() { LanguageModel = LanguageModelScope.AllTokens }, ["mlm", "copy", "lm", "scl"], ["lm"] },
        { new() { Replacements = ReplacementSource.Random }, ["copy", "lm", "scl"], [] },
        { new() { Temperature = 0.5f }, ["mlm", "copy", "lm", "scl"], ["scl"] },
        { new() { CopyWeight = 0, Copy = false }, ["mlm", "lm", "scl"], ["lm"] },
    };

    [Theory]
    [MemberData(nameof(Switches))]
    public void A_switch_changes_its_own_terms_only(CocoLmOptions options, string[] terms, string[] changed)
    {
        using var whole = new GoldenCocoLm(_kernels, new());
        using var ablated = new GoldenCocoLm(_kernels, options);

        var (before, after) = (whole.Pass(), ablated.Pass());

        Assert.Equal(terms.Append("loss").Order(), after.Keys.Order());
        foreach (string term in terms)
            Assert.True(before[term] == after[term] ^ changed.Contains(term), $"{term}: {before[term]} and {after[term]}");
    }

    [Fact]
    public void The_total_is_the_weighted_sum()
    {
        using var golden = new GoldenCocoLm(_kernels, new() { CopyWeight = 7, ContrastWeight = 3 });

        var values = golden.Pass();

        Assert.Equal(values["mlm"] + 7 * values["copy"] + values["lm"] + 3 * values["scl"], values["loss"], 1e-12);
    }

    [Theory]
    [InlineData(CorrectiveForm.Author)]
    [InlineData(CorrectiveForm.Paper)]
    public void With_the_gradient_stopped_the_corrective_loss_does_not_touch_the_copy_head(CorrectiveForm form)
    {
        float[] CopyGradient(CocoLmOptions options)
        {
            using var golden = new GoldenCocoLm(_kernels, options);
            golden.Pass(backward: true);
            return golden.Store["copy_head.weight"].Tensor.Grad.ToArray();
        }
        float[] without = CopyGradient(new() { Corrective = CorrectiveForm.None });

        Assert.Equal(without, CopyGradient(new() { Corrective = form }));
        Assert.NotEqual(without, CopyGradient(new() { Corrective = form, StopGradient = false }));
    }

    [Fact]
    public void A_part_exists_only_if_a_loss_trains_it()
    {
        HashSet<string> Parts(CocoLmOptions options)
        {
            using var golden = new GoldenCocoLm(_kernels, options);
            golden.Pass(backward: true);
            Assert.All(golden.Store.Parameters, p => Assert.True(p.Tensor.Grad.ContainsAnyExcept(0f), p.Path));
            return [.. golden.Store.Parameters.Select(p => p.Path.Split('.')[0])];
        }

        Assert.Equal(["auxiliary", "copy_head", "embeddings", "language_head", "main", "sequence_head"], Parts(new()).Order());
        Assert.Equal(["auxiliary", "copy_head", "embeddings", "main"], Parts(new() { Corrective = CorrectiveForm.None, Contrast = false }).Order());
        Assert.Equal(["copy_head", "embeddings", "language_head", "main", "sequence_head"], Parts(new() { Replacements = ReplacementSource.Random }).Order());
    }

    [Fact]
    public void An_encoder_without_relative_positions_has_no_table_and_another_answer()
    {
        using var with = new TinyCocoLm(_kernels);
        using var without = new TinyCocoLm(_kernels, TinyCocoLm.Encoder with { RelativeBins = 0 });

        Assert.Equal(["auxiliary.relative_positions.weight", "main.relative_positions.weight"],
            with.Store.Parameters.Select(p => p.Path).Except(without.Store.Parameters.Select(p => p.Path)).Order());
        Assert.NotEqual(with.Pass(0, backward: false)["copy"], without.Pass(0, backward: false)["copy"]);
    }

    public void Dispose() => _kernels.Dispose();
}
