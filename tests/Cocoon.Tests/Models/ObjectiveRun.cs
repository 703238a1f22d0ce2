using System.Runtime.InteropServices;
using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Tests.Models;

/// <summary>An objective under the real trainer, whose state can be taken out and put into another.</summary>
internal sealed class ObjectiveRun : IDisposable, IBatchSource
{
    private readonly IKernels _kernels = CpuKernels.Create(new WorkerTeam(1), Precision.Fp32);
    private readonly AdamW _optimizer;
    private readonly Trainer _trainer;
    private readonly Func<int, TokenBatch> _text;

    public ObjectiveRun(ObjectiveOptions options, EncoderOptions encoder, long steps, Func<int, TokenBatch>? text = null)
    {
        _text = text ?? (sequences => TinyObjective.Text(40, 16, sequences));
        var training = new TrainingOptions { Steps = steps, Accumulate = 2, PeakLearningRate = 1e-2, WarmupSteps = 2 };
        Objective = options.Build(new(Store), encoder, TinyObjective.Kinds(encoder.VocabularySize));
        _optimizer = new(_kernels, Store, training.Optimizer);
        _trainer = new(Objective, this, Store, _optimizer, _kernels, training, TimeProvider.System);
    }

    /// <summary>Weights and moments after six steps, or fewer, of a run that was stopped and taken up by another at each of some steps.</summary>
    public static byte[] Bits(ObjectiveOptions options, EncoderOptions encoder, long[] stops, long steps = 6, Func<int, TokenBatch>? text = null)
    {
        byte[] state = [];
        long start = 0;
        foreach (long stop in stops.Append(steps))
        {
            using var run = new ObjectiveRun(options, encoder, steps: 6, text);
            if (start > 0) run.Restore(state);
            run.Train(start, stop);
            (state, start) = (run.State(), stop);
        }
        return state;
    }

    public ParameterStore Store { get; } = new(seed: 2);

    public IPretraining Objective { get; }

    /// <summary>Takes the steps from <paramref name="start"/> to before <paramref name="stop"/>.</summary>
    public void Train(long start, long stop)
    {
        foreach (var report in _trainer.Steps(start))
            if (report.Step == stop - 1) break;
    }

    /// <summary>Weights and moments, to the bit.</summary>
    public byte[] State()
    {
        using var bytes = new MemoryStream();
        Visit(values => bytes.Write(MemoryMarshal.AsBytes(values)));
        return bytes.ToArray();
    }

    /// <summary>Puts weights and moments back.</summary>
    public void Restore(byte[] state)
    {
        using var bytes = new MemoryStream(state);
        Visit(values => bytes.ReadExactly(MemoryMarshal.AsBytes(values)));
    }

    public void Read(long index, TokenBatch batch) => batch.CopyFrom(_text(2 + (int)(index % 3)));

    public double EpochsBefore(long index) => index;

    public void Dispose()
    {
        _trainer.Dispose();
        _optimizer.Dispose();
        Store.Dispose();
        _kernels.Dispose();
    }

    private void Visit(SpanAction visit)
    {
        for (int i = 0; i < Store.Parameters.Count; i++)
        {
            visit(Store.Parameters[i].Tensor.Values);
            visit(_optimizer.FirstMoment(i));
            visit(_optimizer.SecondMoment(i));
        }
    }

    private delegate void SpanAction(Span<float> values);
}
