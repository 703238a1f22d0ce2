using System.Text.Json;
using Cocoon.Models;
using Xunit;

namespace Cocoon.Tests.Models;

/// <summary>GPT and its prefix form against an independent implementation in double precision.</summary>
public sealed class CausalLmOracleTests : ObjectiveOracleTests
{
    private static readonly JsonElement s_document = Golden.Read("causal-lm.json");

    public static TheoryData<string> Cases => [.. s_document.GetProperty("cases").EnumerateObject().Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Losses_gradients_and_states_agree(string name)
    {
        var expected = s_document.GetProperty("cases").GetProperty(name);
        var options = new CausalLmOptions { Prefix = name == "prefix" };
        var text = Golden.Batch(s_document, "text");
        int[] prefixes = expected.GetProperty("prefixes").Deserialize<int[]>()!;

        Compare(expected, scope =>
        {
            var objective = (CausalLm)options.Build(scope, Encoder(s_document), TinyObjective.Kinds(17));
            var visible = new VisibleKeys();
            return (tape => objective.Losses(tape, text, prefixes),
                tape => ((CausalLmModel)objective.Network).Decoder.Forward(tape, text, visible.Of(text, s => new(Direction.Prefix, prefixes[s]))));
        });
    }
}
