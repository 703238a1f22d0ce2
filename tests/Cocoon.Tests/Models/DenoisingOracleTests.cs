using System.Text.Json;
using System.Text.Json.Serialization;
using Cocoon.Determinism;
using Cocoon.Models;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Models;

/// <summary>T5's and BART's denoising against an independent implementation in double precision, which draws the damage again.</summary>
public sealed class DenoisingOracleTests : ObjectiveOracleTests
{
    private static readonly JsonElement s_document = Golden.Read("denoising.json");
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public static TheoryData<string> Cases => [.. s_document.GetProperty("cases").EnumerateObject().Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Damage_loss_gradients_and_states_agree(string name)
    {
        var expected = s_document.GetProperty("cases").GetProperty(name);
        var options = expected.GetProperty("options").Deserialize<DenoisingOptions>(s_json)!;
        var encoder = Encoder(s_document);
        var kinds = new TokenKinds(SpecialTokens.First5, Enumerable.Repeat(false, encoder.VocabularySize)) { SentenceEnds = [s_document.GetProperty("stop").GetInt32()] };
        var noised = Damage(options, encoder, kinds);

        Assert.Equal(Golden.Batch(expected, "read").Ids.ToArray(), noised.Read.Ids.ToArray());
        Assert.Equal(Golden.Batch(expected, "read").Starts.ToArray(), noised.Read.Starts.ToArray());
        Assert.Equal(Golden.Batch(expected, "targets").Ids.ToArray(), noised.Targets.ToArray());
        Assert.Equal(Golden.Batch(expected, "targets").Starts.ToArray(), noised.Written.Starts.ToArray());
        Compare(expected, scope =>
        {
            var objective = (Denoising)options.Build(scope, encoder, kinds);
            return (tape => objective.Losses(tape, noised), tape => ((DenoisingModel)objective.Network).States(tape, noised.Read, noised.Written));
        });
    }

    private static NoisedText Damage(DenoisingOptions options, EncoderOptions encoder, TokenKinds kinds)
    {
        var (text, noised) = (Golden.Batch(s_document, "text"), new NoisedText());
        var key = new StepKey(s_document.GetProperty("seed").GetUInt64(), s_document.GetProperty("step").GetUInt32());
        if (options.Form == DenoisingForm.WholeText) options.Noise.Apply(text, encoder.MaxLength, kinds, key, noised);
        else SpanCorruption.Apply(text, options.SpanRate, options.SpanLength, kinds.Special, options.SentinelsOf(encoder.VocabularySize, kinds), key, noised);
        return noised;
    }
}
