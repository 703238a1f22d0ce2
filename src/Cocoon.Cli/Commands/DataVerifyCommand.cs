using System.CommandLine;
using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary><c>cocoon data verify</c>: are all bytes as they were written.</summary>
internal sealed class DataVerifyCommand : Verb
{
    private readonly Argument<string[]> _folders = new("folders") { Description = "Folders of shards.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string[]> _input = new("--input", "-i") { Description = "The text that the shards were prepared from: also compare every document with its record.", HelpName = "path", AllowMultipleArgumentsPerToken = true };
    private readonly Option<bool> _json = JsonOption();

    public DataVerifyCommand() : base("verify", "Read every byte of prepared text and compare it with its checksums; with --input, also compare the text it was prepared from with the record of its documents.",
    [
        "cocoon data verify data data-held-out  # exit 3 names the file and the byte",
        "cocoon data verify data --input corpus",
    ])
    {
        Add(_folders);
        Add(_input);
        Add(_json);
        SetAction(Verify);
    }

    private int Verify(ParseResult arguments)
    {
        var console = ConsoleFor(arguments, _json);
        string[] input = arguments.GetValue(_input) ?? [];
        foreach (string folder in arguments.GetRequiredValue(_folders))
        {
            using var shards = ShardSet.Open(folder);
            long total = shards.Manifest.Shards.Sum(s => s.Bytes);
            ProgressLine.During(console, "verifying", line =>
            {
                shards.Verify(new Reports(line, total, folder));
                return total;
            });
            if (input.Length > 0)
            {
                ProgressLine.During(console, "comparing", line =>
                {
                    SourceVerification.Run(shards, input, new Reports(line, shards.Documents, folder));
                    return shards.Documents;
                });
            }
            console.Facts(new { Folder = folder, Sound = true, Bytes = total, shards.Documents, shards.Tokens, Shards = shards.Manifest.Shards.Count, ComparedWithText = input.Length > 0 },
                $"{folder}: sound. {shards.Manifest.Shards.Count:N0} shards, {CommandConsole.Bytes(total)}, {shards.Documents:N0} documents, {shards.Tokens:N0} tokens{(input.Length > 0 ? "; every document is in the text as recorded" : "")}.");
        }
        return ExitCode.Ok;
    }

    private sealed class Reports(ProgressLine line, long total, string folder) : IProgress<long>
    {
        public void Report(long value) => line.Show(value, total, folder);
    }
}
