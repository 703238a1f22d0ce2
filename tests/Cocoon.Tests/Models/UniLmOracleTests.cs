using System.Text.Json;
using Cocoon.Models;
using Xunit;

namespace Cocoon.Tests.Models;

/// <summary>UniLM against an independent implementation in double precision.</summary>
public sealed class UniLmOracleTests : ObjectiveOracleTests
{
    private static readonly JsonElement s_document = Golden.Read("unilm.json");

    [Fact]
    public void Losses_gradients_and_states_agree()
    {
        var (text, hidden) = (Golden.Batch(s_document, "text", "segments"), Golden.Batch(s_document, "hidden", "segments"));
        int[] positions = s_document.GetProperty("positions").Deserialize<int[]>()!, first = s_document.GetProperty("first").Deserialize<int[]>()!, labels = s_document.GetProperty("labels").Deserialize<int[]>()!;
        Reading[] readings = [.. s_document.GetProperty("modes").EnumerateArray().Zip(first).Select(m => new Reading(Enum.Parse<Direction>(m.First.GetString()!, ignoreCase: true), m.Second))];

        Compare(s_document.GetProperty("case"), scope =>
        {
            var objective = (UniLm)new UniLmOptions().Build(scope, Encoder(s_document), TinyObjective.Kinds(17));
            var visible = new VisibleKeys();
            return (tape => objective.Losses(tape, text, hidden, positions, labels, readings),
                tape => ((UniLmModel)objective.Network).Main.Forward(tape, hidden, visible: visible.Of(hidden, s => readings[s])));
        });
    }
}
