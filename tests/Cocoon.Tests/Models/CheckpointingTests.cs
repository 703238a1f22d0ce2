using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Xunit;

namespace Cocoon.Tests.Models;

public sealed class CheckpointingTests
{
    private static readonly EncoderOptions s_encoder = TinyObjective.Encoder with { Dropout = 0.1f, AttentionDropout = 0.1f };

    private static readonly Dictionary<string, ObjectiveOptions> s_objectives = new(StringComparer.Ordinal)
    {
        ["coco-lm"] = new CocoLmOptions { AuxiliaryLayers = 1 },    // the main model runs twice, the auxiliary one also without dropout
        ["electra"] = new ElectraOptions { GeneratorWidth = 0.5 },
        ["causal-lm"] = new CausalLmOptions { Prefix = true },
        ["simcse"] = new SimCseOptions(),
    };

    public static TheoryData<string> Objectives => [.. s_objectives.Keys];

    [Theory]
    [MemberData(nameof(Objectives))]
    public void Training_has_the_same_bits(string objective)
    {
        using var team = new WorkerTeam(2);
        using var kernels = CpuKernels.Create(team, Precision.Fp32);
        uint[] Bits(bool checkpointing, uint steps)
        {
            using var tiny = new TinyObjective(kernels, s_objectives[objective], s_encoder with { Checkpointing = checkpointing });
            for (uint step = 0; step < steps; step++) tiny.Train(step, 1e-2f);
            return tiny.Bits();
        }

        uint[] kept = Bits(false, 3), recomputed = Bits(true, 3);

        Assert.Equal(kept, recomputed);
        Assert.NotEqual(Bits(true, 2), recomputed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_plan_knows_the_memory_of_a_pass(bool checkpointing)
    {
        const int Sequences = 256, Length = 16, Tokens = Sequences * Length;
        var encoder = s_encoder with { Layers = 8, HiddenSize = 64, FeedForwardSize = 256, Checkpointing = checkpointing };
        using var team = new WorkerTeam(2);
        using var kernels = CpuKernels.Create(team, Precision.Fp32);
        using var store = new ParameterStore(1);
        using var arena = new Arena();
        var model = new Encoder(new(store, "main"), encoder, new(new(store, "embeddings"), encoder));
        for (uint step = 0; step < 2; step++)
        {
            arena.Reset();
            var tape = new Tape(kernels, arena, new(1, step));
            model.Forward(tape, TinyCocoLm.Text(40, Length, Sequences)).Grad.Fill(1);
            tape.Backward();
        }

        double layers = sizeof(float) * EncoderCost.KeptFloats(encoder, Tokens, Length), embeddings = sizeof(float) * 4.0 * Tokens * encoder.HiddenSize;
        Assert.InRange(arena.ReservedBytes / (layers + embeddings), 0.7, 1.4);
        Assert.InRange(EncoderCost.KeptFloats(encoder with { Checkpointing = true }, Tokens, Length) / EncoderCost.KeptFloats(encoder with { Checkpointing = false }, Tokens, Length), 0, 0.5);
    }
}
