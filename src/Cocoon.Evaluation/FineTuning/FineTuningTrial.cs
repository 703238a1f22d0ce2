using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Training;

namespace Cocoon.Evaluation;

/// <summary>One training of a task with one setting and one seed, in a folder of its own: an ordinary training session, which can be stopped and goes on with equal bits.</summary>
public sealed class FineTuningTrial : IDisposable
{
    private readonly RunFolder _folder;
    private readonly FineTuningInput _input;
    private readonly FineTuningOptions _options;
    private readonly ParameterStore _parameters;
    private readonly EncoderOptions _sizes;
    private readonly AdamW _optimizer;
    private readonly Trainer _trainer;
    private readonly SequenceScorer _scorer;
    private readonly TaskEvaluation _evaluation;
    private readonly TrainingSession _session;

    /// <summary>Begins, or goes on from the newest good checkpoint.</summary>
    /// <param name="folder">Where it lies; locked by the caller.</param>
    /// <param name="input">Encoder and task.</param>
    /// <param name="options">The setting, without problems; what it searches is not looked at.</param>
    /// <param name="seed">Names the order of the examples, dropout, and the head's initial weights.</param>
    /// <param name="kernels">What computes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="warn">Told what is damaged.</param>
    public FineTuningTrial(RunFolder folder, FineTuningInput input, FineTuningOptions options, ulong seed, IKernels kernels, TimeProvider time, Action<string> warn)
    {
        (_folder, _input) = (folder, input);
        _options = options.Balance ? options with { Head = options.Head with { LabelWeights = Balanced(input.Train, input.Task.Settings) } } : options;
        _sizes = options.Dropout is { } rate ? input.Encoder.Sizes with { Dropout = rate, AttentionDropout = rate } : input.Encoder.Sizes;
        Training = options.TrainingFor(input.Train.Sequences.Count, seed);
        Directory.CreateDirectory(folder.Path);
        EvaluationJson.Write(folder.Recipe, options with { Seeds = [seed], Search = new() });
        _parameters = new(seed);
        var model = new FineTuningModel(new(_parameters, WeightDeviation: _sizes.InitialDeviation), _sizes, input.Task, _options.Head);
        input.Encoder.Give(_parameters);
        _optimizer = new(kernels, _parameters, Training.Optimizer);
        _trainer = new(new FineTuning(model, input.Train.Sequences, new(options.LayerDecay, _sizes.Layers)),
            new ExampleBatches(input.Train.Sequences, options.BatchSize, seed, model.HasSegments), _parameters, _optimizer, kernels, Training, time);
        _scorer = new(kernels, model);
        _evaluation = new(input.Task, input.Development, _scorer);
        _session = new(folder, _trainer, _parameters, _optimizer, _evaluation, Training, time, warn);
    }

    /// <summary>Steps, learning rate, and when to evaluate.</summary>
    public TrainingOptions Training { get; }

    /// <summary>Steps taken so far.</summary>
    public long Step => _session.State.Step;

    /// <summary>The weights.</summary>
    public ParameterStore Parameters => _parameters;

    /// <summary>Trains to the end, then keeps the best checkpoint's weights as a model in the folder.</summary>
    /// <param name="onStep">Told after every step.</param>
    /// <param name="onEvaluation">Told the step and the measures of each evaluation.</param>
    /// <param name="limit">Longest time; null for no limit.</param>
    /// <param name="stop">Asks to stop after the present step.</param>
    /// <returns>What it came to; null if it was stopped, with a checkpoint.</returns>
    /// <exception cref="TrainingHaltedException">The guard against non-finite losses ended it.</exception>
    public TrialResult? Run(Action<StepReport> onStep, Action<long, IReadOnlyDictionary<string, double>> onEvaluation, TimeSpan? limit, CancellationToken stop)
    {
        if (_session.Run(onStep, onEvaluation, limit, stop) != TrainingOutcome.Completed) return null;
        _session.TakeBest();
        if (_evaluation.Run(stop) is not { } measures) return null;
        FineTunedModel.Save(_folder.Model, _input.Task.Settings, _sizes, _options, _input.Encoder, _parameters);
        return new()
        {
            Name = Path.GetFileName(_folder.Path), PeakLearningRate = _options.PeakLearningRate, Epochs = _options.Epochs, BatchSize = _options.BatchSize, WarmupRate = _options.WarmupRate,
            Seed = Training.Seed, Steps = Training.Steps, BestStep = _session.State.Best?.Step ?? Step, Score = _input.Task.Settings.ScoreOf(measures), Measures = measures,
        };
    }

    public void Dispose()
    {
        _session.Dispose();
        _scorer.Dispose();
        _trainer.Dispose();
        _optimizer.Dispose();
        _parameters.Dispose();
    }

    /// <summary>n / (C · n of the label): every label has the same weight in all.</summary>
    private static float[] Balanced(EncodedSet train, TaskSettings task)
    {
        if (task.Kind != TaskKind.Classification) return [];
        int[] counts = new int[task.Labels.Count];
        foreach (var sequence in train.Sequences) counts[sequence.Targets[0]]++;
        return [.. counts.Select(n => n == 0 ? 0 : train.Sequences.Count / ((float)counts.Length * n))];
    }
}
