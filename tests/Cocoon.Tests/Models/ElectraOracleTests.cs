using System.Text.Json;
using Cocoon.Models;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Models;

/// <summary>ELECTRA and the steps towards it against an independent implementation in double precision.</summary>
public sealed class ElectraOracleTests : ObjectiveOracleTests
{
    private static readonly JsonElement s_document = Golden.Read("electra.json");

    public static TheoryData<string> Cases => [.. s_document.GetProperty("cases").EnumerateObject().Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Losses_gradients_and_states_agree(string name)
    {
        var expected = s_document.GetProperty("cases").GetProperty(name);
        var options = Options(expected.GetProperty("options"));
        TokenBatch original = Golden.Batch(s_document, "original"), hidden = Golden.Batch(s_document, "hidden"), corrupted = new();
        int[] positions = s_document.GetProperty("positions").Deserialize<int[]>()!, samples = s_document.GetProperty("samples").Deserialize<int[]>()!;
        Replacement.Apply(original, positions, samples, corrupted);

        Compare(expected, scope =>
        {
            var objective = (Electra)options.Build(scope, Encoder(s_document), TinyObjective.Kinds(19));
            var model = (ElectraModel)objective.Network;
            return (tape =>
            {
                var states = model.Generator.States(tape, hidden, positions);
                return objective.Losses(tape, original, states, model.Generator.Guess(tape, states), positions, samples);
            },
            tape => model.Main.Forward(tape, corrupted));
        });
    }

    private static ElectraOptions Options(JsonElement chosen)
    {
        var options = new ElectraOptions
        {
            GeneratorWidth = s_document.GetProperty("generatorWidth").GetDouble(), DetectionWeight = s_document.GetProperty("detectionWeight").GetSingle(),
            PolicyWeight = s_document.GetProperty("policyWeight").GetSingle(),
        };
        if (chosen.TryGetProperty("form", out var form)) options = options with { Form = Enum.Parse<ElectraForm>(form.GetString()!, ignoreCase: true) };
        if (chosen.TryGetProperty("sharing", out var sharing)) options = options with { Sharing = Enum.Parse<EmbeddingSharing>(sharing.GetString()!, ignoreCase: true) };
        if (chosen.TryGetProperty("training", out var training)) options = options with { Training = Enum.Parse<GeneratorTraining>(training.GetString()!, ignoreCase: true) };
        return options;
    }
}
