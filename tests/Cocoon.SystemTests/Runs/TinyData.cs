using Cocoon.Testing;

namespace Cocoon.SystemTests.Runs;

/// <summary>A tokenizer of 512 tokens and shards of the sample, made once for all tests of runs.</summary>
public sealed class TinyData : IDisposable
{
    private readonly WorkFolder _work = new();
    private readonly Lazy<string> _whole;

    public TinyData()
    {
        _whole = new(() =>
        {
            Cli.Succeed(Pretrain(_work["whole"]));
            return _work["whole"];
        });
        Cli.Succeed(["tokenizer", "train", "--input", "samples", "--vocab-size", "512", "--out", Tokenizer]);
        Cli.Succeed(["data", "prepare", "--input", "samples", "--tokenizer", Tokenizer, "--out", Shards]);
        Cli.Succeed(["data", "prepare", "--input", "samples/kipling-kim-1901.txt", "--tokenizer", Tokenizer, "--out", HeldOut]);
    }

    public static string Recipe { get; } = Repository.PathOf("recipes", "tiny", "coco-lm.json");

    public string Tokenizer => _work["tokenizer"];

    public string Shards => _work["data"];

    public string HeldOut => _work["held-out"];

    /// <summary>The tiny recipe, run without interruption, once for all; not to be touched.</summary>
    public string Whole => _whole.Value;

    /// <summary>The command line that trains the tiny recipe.</summary>
    public IReadOnlyList<string> Pretrain(string run, params IEnumerable<string> more) =>
        ["pretrain", Recipe, "--data", Shards, "--eval-data", HeldOut, "--run", run, "--set", "training.evaluationBatches=2", .. more];

    public void Dispose() => _work.Dispose();
}
