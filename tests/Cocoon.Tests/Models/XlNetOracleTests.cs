using System.Text.Json;
using Cocoon.Models;
using Xunit;

namespace Cocoon.Tests.Models;

/// <summary>XLNet against an independent implementation in double precision that leaves the text in its order and keeps the streams apart.</summary>
public sealed class XlNetOracleTests : ObjectiveOracleTests
{
    private static readonly JsonElement s_document = Golden.Read("xlnet.json");

    [Fact]
    public void Loss_gradients_and_query_states_agree()
    {
        var text = Golden.Batch(s_document, "text");
        int[] positions = s_document.GetProperty("positions").Deserialize<int[]>()!, ranks = s_document.GetProperty("ranks").Deserialize<int[]>()!;

        Compare(s_document.GetProperty("case"), scope =>
        {
            var objective = (XlNet)new XlNetOptions().Build(scope, Encoder(s_document), TinyObjective.Kinds(17));
            return (tape => objective.Losses(tape, text, positions, ranks), tape => ((XlNetModel)objective.Network).Queries(tape, text, positions, ranks));
        });
    }
}
