using System.Text.Json;
using Cocoon.Models;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Models;

/// <summary>BERT and RoBERTa against an independent implementation in double precision.</summary>
public sealed class MaskedLmOracleTests : ObjectiveOracleTests
{
    private static readonly JsonElement s_document = Golden.Read("masked-lm.json");

    public static TheoryData<string> Cases => [.. s_document.GetProperty("cases").EnumerateObject().Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Losses_gradients_and_states_agree(string name)
    {
        bool pairs = name.EndsWith("pairs", StringComparison.Ordinal);
        var encoder = Encoder(s_document) with { Segments = pairs ? 2 : 0 };
        var options = new MaskedLmOptions { NextSentence = pairs };
        var (text, hidden) = (Pairs("text"), Pairs("hidden"));
        int[] positions = s_document.GetProperty("positions").Deserialize<int[]>()!, labels = s_document.GetProperty("labels").Deserialize<int[]>()!;

        Compare(s_document.GetProperty("cases").GetProperty(name), scope =>
        {
            var objective = (MaskedLm)options.Build(scope, encoder, TinyObjective.Kinds(encoder.VocabularySize));
            return (tape => objective.Losses(tape, text, hidden, positions, labels), tape => ((MaskedLmModel)objective.Network).Main.Forward(tape, hidden));
        });
    }

    private static TokenBatch Pairs(string name)
    {
        var batch = new TokenBatch();
        foreach (var (sequence, segments) in s_document.GetProperty(name).EnumerateArray().Zip(s_document.GetProperty("segments").EnumerateArray()))
        {
            foreach (var (id, segment) in sequence.EnumerateArray().Zip(segments.EnumerateArray()))
            {
                batch.BeginSegment(segment.GetInt32());
                batch.Append(id.GetInt32());
            }
            batch.EndSequence();
        }
        return batch;
    }
}
