using Cocoon.Models;
using Xunit;

namespace Cocoon.Tests.Models;

public sealed class OptionsTests
{
    [Fact]
    public void The_defaults_are_sound() => Assert.Empty(new EncoderOptions().Problems("model").Concat(new CocoLmOptions().Problems("objective")));

    [Fact]
    public void Every_ablation_of_the_paper_is_sound() => Assert.All(
        (CocoLmOptions[])
        [
            new() { Corrective = CorrectiveForm.None, Contrast = false },
            new() { Contrast = false },
            new() { Corrective = CorrectiveForm.None },
            new() { Replacements = ReplacementSource.Random },
            new() { Corrective = CorrectiveForm.Paper, LanguageModel = LanguageModelScope.AllTokens, CopyWeight = 0, StopGradient = false, Contrast = false },
            new() { Copy = false, Contrast = false },
            new() { Corrective = CorrectiveForm.Paper, StopGradient = false, Contrast = false },
        ],
        options => Assert.Empty(options.Problems("objective")));

    public static TheoryData<CocoLmOptions, string> Contradictions => new()
    {
        { new() { Corrective = CorrectiveForm.None, Contrast = false, CopyWeight = 0 }, "objective.corrective" },
        { new() { Corrective = CorrectiveForm.None, Copy = false }, "objective.corrective" },
        { new() { Corrective = CorrectiveForm.None, LanguageModel = LanguageModelScope.AllTokens }, "objective.corrective" },
        { new() { Copy = false, StopGradient = false }, "objective.stopGradient" },
        { new() { CopyWeight = 0 }, "objective.copyWeight" },
        { new() { CopyWeight = 0, StopGradient = false }, "objective.stopGradient" },
        { new() { AuxiliaryLayers = 0 }, "objective.auxiliaryLayers" },
        { new() { MaskRate = 0 }, "objective.maskRate" },
        { new() { MaskRate = double.NaN }, "objective.maskRate" },
        { new() { CropRate = 1.1 }, "objective.cropRate" },
        { new() { Temperature = 0 }, "objective.temperature" },
        { new() { ContrastWeight = 0 }, "objective.contrastWeight" },
        { new() { CopyWeight = -1 }, "objective.copyWeight" },
        { new() { SequenceHeadSize = -1 }, "objective.sequenceHeadSize" },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void What_cannot_be_trained_is_reported_with_its_path_and_a_way_out(CocoLmOptions options, string path)
    {
        var problem = Assert.Single(options.Problems("objective"));

        Assert.Equal(path, problem.Path);
        Assert.NotEmpty(problem.Message);
        Assert.NotEmpty(problem.Hint);
    }

    public static TheoryData<EncoderOptions, string> Impossible => new()
    {
        { new() { Heads = 7 }, "model.heads" },
        { new() { Layers = 0 }, "model.layers" },
        { new() { VocabularySize = 0 }, "model.vocabularySize" },
        { new() { Dropout = 1 }, "model.dropout" },
        { new() { AttentionDropout = float.NaN }, "model.attentionDropout" },
        { new() { RelativeBins = 7 }, "model.relativeBins" },
        { new() { RelativeBins = -2 }, "model.relativeBins" },
        { new() { RelativeBins = 32, MaxDistance = 9 }, "model.maxDistance" },
        { new() { LocalStart = -1 }, "model.localStart" },
        { new() { LocalStart = float.NaN }, "model.localStart" },
        { new() { LocalStart = 1, RelativeBins = 0 }, "model.localStart" },
        { new() { InitialDeviation = -0.1f }, "model.initialDeviation" },
        { new() { LayerNormEpsilon = 0 }, "model.layerNormEpsilon" },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_cannot_be_built_is_reported(EncoderOptions options, string path) => Assert.Equal(path, Assert.Single(options.Problems("model")).Path);

    [Fact]
    public void All_problems_are_reported_at_once() => Assert.Equal(3, new EncoderOptions { Layers = 0, Dropout = -1, RelativeBins = 3 }.Problems("model").Count());
}
