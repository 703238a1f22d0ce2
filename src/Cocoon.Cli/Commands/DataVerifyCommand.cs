using System.CommandLine;
using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary><c>cocoon data verify</c>: are all bytes as they were written.</summary>
internal sealed class DataVerifyCommand : Verb
{
    private readonly Argument<string[]> _folders = new("folders") { Description = "Folders of shards.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> _json = JsonOption();

    public DataVerifyCommand() : base("verify", "Read every byte of prepared text and compare it with its checksums.",
        ["cocoon data verify data data-eval  # exit 3 names the file and the byte"])
    {
        Add(_folders);
        Add(_json);
        SetAction(Verify);
    }

    private int Verify(ParseResult arguments)
    {
        var console = ConsoleFor(arguments, _json);
        foreach (string folder in arguments.GetRequiredValue(_folders))
        {
            using var shards = ShardSet.Open(folder);
            long total = shards.Manifest.Shards.Sum(s => s.Bytes);
            ProgressLine.During(console, "verifying", line =>
            {
                shards.Verify(new Reports(line, total, folder));
                return total;
            });
            console.Facts(new { Folder = folder, Sound = true, Bytes = total, shards.Documents, shards.Tokens, Shards = shards.Manifest.Shards.Count },
                $"{folder}: sound. {shards.Manifest.Shards.Count:N0} shards, {CommandConsole.Bytes(total)}, {shards.Documents:N0} documents, {shards.Tokens:N0} tokens.");
        }
        return ExitCode.Ok;
    }

    private sealed class Reports(ProgressLine line, long total, string folder) : IProgress<long>
    {
        public void Report(long value) => line.Show(value, total, folder);
    }
}
