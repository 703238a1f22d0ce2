using Cocoon.Determinism;
using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Tests.Models;

/// <summary>A whole objective small enough to train in a test, on a fixed batch of made-up text.</summary>
internal class TinyObjective : IDisposable
{
    public static readonly EncoderOptions Encoder = new()
    {
        VocabularySize = 40, MaxLength = 16, HiddenSize = 32, Layers = 2, Heads = 2, FeedForwardSize = 64, RelativeBins = 8, MaxDistance = 12, Dropout = 0, AttentionDropout = 0,
    };

    private readonly IKernels _kernels;
    private readonly Arena _arena = new();
    private readonly Dictionary<string, (float[] First, float[] Second)> _moments = [];
    private readonly Tape _tape;

    public TinyObjective(IKernels kernels, ObjectiveOptions options, EncoderOptions? encoder = null, int sequences = 8, TokenBatch? batch = null)
    {
        _kernels = kernels;
        encoder ??= Encoder;
        Objective = options.Build(new(Store), encoder, Kinds(encoder.VocabularySize));
        Batch = batch ?? Text(encoder.VocabularySize, encoder.MaxLength, sequences);
        _tape = new(kernels, _arena, default);
    }

    public ParameterStore Store { get; } = new(seed: 3);

    public IPretraining Objective { get; }

    public TokenBatch Batch { get; }

    /// <summary>A vocabulary in which every fourth word continues another.</summary>
    public static TokenKinds Kinds(int vocabulary) => new(SpecialTokens.First5, Enumerable.Range(0, vocabulary).Select(id => id > 4 && id % 4 == 0));

    /// <summary>Random words between [CLS] and [SEP], in sequences of different lengths.</summary>
    public static TokenBatch Text(int vocabulary, int longest, int sequences)
    {
        var words = new RandomStream(5, 0, 0);
        var batch = new TokenBatch();
        for (int s = 0; s < sequences; s++)
        {
            batch.Append(SpecialTokens.First5.Classify);
            for (int i = 0; i < longest - 2 - s % 3; i++) batch.Append(5 + words.Below(vocabulary - 5, (ulong)(s * longest + i)));
            batch.Append(SpecialTokens.First5.Separate);
            batch.EndSequence();
        }
        return batch;
    }

    /// <summary>One forward and, if wanted, backward pass; returns the terms by name, and their weighted sum as "loss".</summary>
    public Dictionary<string, double> Pass(uint step, bool backward)
    {
        var values = new Dictionary<string, double> { ["loss"] = 0 };
        foreach (var (name, value, weight) in Run(step, backward))
        {
            values[name] = value.Values[0];
            values["loss"] += weight * (double)value.Values[0];
        }
        return values;
    }

    /// <summary>One pass without anything around it.</summary>
    public IReadOnlyList<LossTerm> Run(uint step, bool backward)
    {
        _arena.Reset();
        _tape.Reset(new(11, step));
        Objective.Begin(step);
        var terms = Objective.Forward(_tape, Batch);
        if (!backward) return terms;
        Store.ClearGradients();
        for (int i = 0; i < terms.Count; i++)
            if (terms[i].Weight != 0) terms[i].Value.Grad[0] = terms[i].Weight;
        _tape.Backward();
        return terms;
    }

    /// <summary>A pass and an AdamW update.</summary>
    public Dictionary<string, double> Train(uint step, float rate)
    {
        var values = Pass(step, backward: true);
        var update = new AdamWStep(rate, 0.9f, 0.98f, 1e-6f, 0.01f, 1 / (1 - MathF.Pow(0.9f, step + 1)), 1 / (1 - MathF.Pow(0.98f, step + 1)), 1);
        foreach (var (path, tensor) in Store.Parameters)
        {
            if (!Objective.Trains(path)) continue;
            if (!_moments.TryGetValue(path, out var moment)) _moments[path] = moment = (new float[tensor.Length], new float[tensor.Length]);
            _kernels.AdamW(tensor.Grad, update, tensor.Values, moment.First, moment.Second);
        }
        return values;
    }

    /// <summary>The objective's measures over some corruptions of the batch, as at the end of a run.</summary>
    public SortedDictionary<string, double> Evaluate(uint steps)
    {
        var metrics = new MetricSet();
        for (uint step = 0; step < steps; step++)
        {
            _arena.Reset();
            Objective.Evaluate(new(_kernels, _arena, new StepKey(77, step), training: false), Batch, metrics);
        }
        return metrics.Values();
    }

    /// <summary>Weights, to the bit.</summary>
    public uint[] Bits() => [.. Store.Parameters.SelectMany(p => p.Tensor.Values.ToArray()).Select(BitConverter.SingleToUInt32Bits)];

    public void Dispose()
    {
        Store.Dispose();
        _arena.Dispose();
    }
}
