using System.Text.Json;
using Cocoon.Determinism;
using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Tests.Models;

/// <summary>The model, batch and corruption of tests/golden/cocolm.json, which tools/oracle/cocolm.py computed in double precision.</summary>
internal sealed class GoldenCocoLm : IDisposable
{
    private readonly IKernels _kernels;
    private readonly Arena _arena = new();
    private readonly CocoLm _objective;

    /// <param name="kernels">What computes; not disposed here.</param>
    /// <param name="options">Switches; depth and sequence size are the file's.</param>
    public GoldenCocoLm(IKernels kernels, CocoLmOptions options)
    {
        _kernels = kernels;
        var encoder = Document.GetProperty("encoder").Deserialize<EncoderOptions>(JsonSerializerOptions.Web)! with { Dropout = 0, AttentionDropout = 0 };
        options = options with { AuxiliaryLayers = Document.GetProperty("auxiliaryLayers").GetInt32(), SequenceHeadSize = Document.GetProperty("sequenceHeadSize").GetInt32() };
        Model = new(new(Store), encoder, options);
        _objective = new(Model, options, SpecialTokens.First5);
        foreach (var parameter in Store.Parameters) Golden.Fill(parameter);
        foreach (int position in Positions) Masked.MutableIds[position] = SpecialTokens.First5.Mask;
    }

    public static JsonElement Document { get; } = Golden.Read("cocolm.json");

    public ParameterStore Store { get; } = new(seed: 1);

    public CocoLmModel Model { get; }

    public TokenBatch Original { get; } = Golden.Batch(Document, "original");

    public TokenBatch Masked { get; } = Golden.Batch(Document, "original");

    public TokenBatch Cropped { get; } = Golden.Batch(Document, "cropped");

    public int[] Positions { get; } = Document.GetProperty("positions").Deserialize<int[]>()!;

    public int[] Samples { get; } = Document.GetProperty("samples").Deserialize<int[]>()!;

    /// <summary>The losses by name, and their weighted sum as "loss".</summary>
    /// <param name="backward">Whether the gradients are computed too, from zero.</param>
    /// <param name="keep">Which terms count; null: all.</param>
    public Dictionary<string, double> Pass(bool backward = false, Func<string, bool>? keep = null)
    {
        _arena.Reset();
        var tape = new Tape(_kernels, _arena, new StepKey(1, 0));
        var values = new Dictionary<string, double> { ["loss"] = 0 };
        if (backward) Store.ClearGradients();
        foreach (var (name, value, weight) in _objective.Losses(tape, Original, Model.Auxiliary?.Forward(tape, Masked, Positions), Positions, Samples, Cropped))
        {
            values[name] = value.Values[0];
            if (keep?.Invoke(name) == false) continue;
            values["loss"] += weight * (double)value.Values[0];
            value.Grad[0] = weight;
        }
        if (backward) tape.Backward();
        return values;
    }

    /// <summary>Final states of the corrupted text, [N, H].</summary>
    public float[] Hidden()
    {
        _arena.Reset();
        var corrupted = new TokenBatch();
        Replacement.Apply(Original, Positions, Samples, corrupted);
        return Model.Main.Forward(new(_kernels, _arena, default, training: false), corrupted).Values.ToArray();
    }

    /// <summary>One AdamW update of every parameter.</summary>
    public void Update(AdamWStep step, Dictionary<string, (float[] First, float[] Second)> moments)
    {
        foreach (var (path, tensor) in Store.Parameters)
        {
            if (!moments.TryGetValue(path, out var moment)) moments[path] = moment = (new float[tensor.Length], new float[tensor.Length]);
            _kernels.AdamW(tensor.Grad, step, tensor.Values, moment.First, moment.Second);
        }
    }

    /// <inheritdoc cref="Golden.Floats"/>
    public static float[] Floats(JsonElement base64) => Golden.Floats(base64);

    public void Dispose()
    {
        Store.Dispose();
        _arena.Dispose();
    }
}
