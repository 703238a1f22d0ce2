using Cocoon.Determinism;
using Cocoon.Evaluation;
using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Testing;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Tests.Evaluation;

/// <summary>A task that a tiny encoder learns in a second: which of a few words stands somewhere in a sentence of random words.</summary>
internal static class TinyTask
{
    private static readonly string[] s_words = [.. Enumerable.Range(0, 20).Select(i => $"w{(char)('a' + i)}")], s_told = ["bad", "good", "fine"];

    public static readonly EncoderOptions Encoder = new()
    {
        VocabularySize = 5 + 20 + 3, MaxLength = 16, HiddenSize = 32, Layers = 2, Heads = 2, FeedForwardSize = 64, RelativeBins = 8, MaxDistance = 12, Dropout = 0.1f, AttentionDropout = 0.1f,
    };

    public static readonly FineTuningOptions Options = new() { MaxLength = 16, Epochs = 8, BatchSize = 16, PeakLearningRate = 2e-3, WarmupRate = 0.1, ClipNorm = 1, EvaluationsPerEpoch = 1 };

    public static WordPieceTokenizer Tokenizer { get; } = new(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. s_words, .. s_told]);

    /// <summary>Examples of a kind.</summary>
    public static ExampleSet Examples(string name, int count, TaskKind kind, ulong seed, bool pairs = false)
    {
        var draws = new RandomStream(seed, 1, 2);
        return new(name, $"{name}.tsv", [.. Enumerable.Range(0, count).Select(i =>
        {
            string[] words = [.. Enumerable.Range(0, 7).Select(w => s_words[draws.Below(s_words.Length, (ulong)(i * 32 + w))])];
            int told = draws.Below(kind == TaskKind.Regression ? 3 : 2, (ulong)(i * 32 + 30));
            words[draws.Below(7, (ulong)(i * 32 + 31))] = s_told[told];
            return new LabelledExample
            {
                Place = new($"{name}.tsv", i + 1), Id = $"{i}", Text = string.Join(' ', words[..(pairs ? 4 : 7)]), Pair = pairs ? string.Join(' ', words[4..]) : null,
                Labels = kind switch { TaskKind.Classification => [s_told[told]], TaskKind.MultiLabel => told == 0 ? [] : [s_told[told]], _ => null },
                Number = kind == TaskKind.Regression ? 10 * told : null,
            };
        })]);
    }

    /// <summary>The task with its data.</summary>
    public static TaskData Data(TaskKind kind = TaskKind.Classification, bool pairs = false) => TaskData.Of(new()
    {
        Name = "tiny", Kind = kind, Pairs = pairs, Train = "train.tsv", Development = ["dev.tsv"], Reader = new ColumnReader(new() { Kind = kind, Text = ["text"], Label = ["label"] }),
        Metrics = kind switch { TaskKind.Regression => [MeasureNames.Pearson], TaskKind.MultiLabel => [MeasureNames.MicroF1], _ => [MeasureNames.Accuracy] },
    }, Examples("train", 400, kind, 1, pairs), [Examples("dev", 100, kind, 2, pairs)], []);

    /// <summary>The task with an encoder that is not pretrained, or has the weights of a store.</summary>
    public static FineTuningInput Input(TaskData? data = null, FineTuningOptions? options = null, ParameterStore? weights = null, EncoderOptions? encoder = null) =>
        new(new PretrainedEncoder(encoder ?? Encoder, Tokenizer, Precision.Fp32, weights), data ?? Data(), options ?? Options);

    /// <summary>Runs all trainings.</summary>
    public static FineTuningResults? Run(ScratchFolder folder, FineTuningInput input, FineTuningOptions options, int threads = 2, Action<StepReport>? onStep = null, CancellationToken stop = default)
    {
        using var kernels = CpuKernels.Create(new WorkerTeam(threads), Precision.Fp32);
        return new FineTuningRun(new(folder.Path), input, options, kernels, TimeProvider.System, _ => { }).Run(new Observer(onStep), null, stop);
    }

    private sealed class Observer(Action<StepReport>? onStep) : IFineTuningObserver
    {
        public void Begin(FineTuningTrial trial, string name, int number, int count)
        {
        }

        public void Step(StepReport report) => onStep?.Invoke(report);

        public void Evaluation(long step, IReadOnlyDictionary<string, double> measures)
        {
        }

        public void End(TrialResult result)
        {
        }
    }
}
