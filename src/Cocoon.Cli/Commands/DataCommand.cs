namespace Cocoon.Cli;

/// <summary><c>cocoon data</c>: everything about prepared text.</summary>
internal sealed class DataCommand : Verb
{
    public DataCommand() : base("data", "Turn text into checksummed shards of token ids, describe them, verify them; clean text before.",
        ["cocoon data prepare --input corpus --tokenizer tokenizer --out data"], "cocoon pretrain recipes/pretrain/coco-lm-mini.json --data data --run runs/first")
    {
        Add(new DataPrepareCommand());
        Add(new DataDedupCommand());
        Add(new DataLeakCommand());
        Add(new DataStatsCommand());
        Add(new DataTriplesCommand());
        Add(new DataVerifyCommand());
    }
}
