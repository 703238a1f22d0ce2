using System.Text.Json;
using Cocoon.Models;
using Xunit;

namespace Cocoon.Tests.Models;

/// <summary>SimCSE's losses, states and gradients against an independent implementation (tools/oracle/simcse.py).</summary>
public sealed class SimCseOracleTests : ObjectiveOracleTests
{
    private static readonly JsonElement s_document = Golden.Read("simcse.json");

    [Theory]
    [InlineData("pairs", 0f, false)]
    [InlineData("pairs and words", 0.25f, false)]
    [InlineData("pairs and a queue", 0f, true)]
    [InlineData("triples", 0f, false)]
    public void Losses_and_gradients_are_those_of_PyTorch(string name, float maskedWeight, bool queue)
    {
        var encoder = Encoder(s_document);
        int size = s_document.GetProperty("queueSize").GetInt32();
        var options = new SimCseOptions { Temperature = 0.25f, MaskedWeight = maskedWeight, QueueSize = queue ? size : 0 };
        var (text, second, hidden) = (Golden.Batch(s_document, "text"), Golden.Batch(s_document, "second"), Golden.Batch(s_document, "hidden"));
        var opposed = name == "triples" ? Golden.Batch(s_document, "third") : null;
        int[] positions = s_document.GetProperty("positions").Deserialize<int[]>()!;

        Compare(s_document.GetProperty("cases").GetProperty(name), scope =>
        {
            var objective = (SimCse)options.Build(scope, encoder, TinyObjective.Kinds(encoder.VocabularySize));
            return (tape =>
            {
                if (queue) new float[] { 0, size, 0 }.CopyTo(scope.Store["queue.counters"].Tensor.Values);
                return objective.Losses(tape, text, second, hidden, positions, opposed);
            }, tape => ((SimCseModel)objective.Network).Main.Forward(tape, text));
        });
    }
}
