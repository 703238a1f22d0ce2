using Cocoon.Testing;
using Xunit;

namespace Cocoon.SystemTests;

/// <summary>What the tool says about itself is frozen: a change shows in a diff. Set COCOON_UPDATE_SNAPSHOTS=1 to accept one.</summary>
public sealed class HelpTests
{
    private static readonly string[] s_verbs =
    [
        "", "quickstart", "tokenizer", "tokenizer train", "tokenizer encode", "tokenizer decode", "tokenizer inspect", "data", "data prepare", "data dedup", "data leak", "data stats", "data triples", "data verify",
        "pretrain", "resume", "finetune", "evaluate", "evaluate squad", "evaluate sts", "classify", "answer", "compare", "correct", "generate", "fill", "embed", "inspect", "bench", "doctor",
    ];

    public static TheoryData<string> Verbs => [.. s_verbs];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Help_is_as_accepted(string verb)
    {
        string snapshot = Repository.PathOf("tests", "golden", "help", (verb.Length == 0 ? "cocoon" : verb.Replace(' ', '-')) + ".txt");
        string[] words = verb.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        string help = Cli.Succeed([.. words, "--help"]).Output;

        if (Environment.GetEnvironmentVariable("COCOON_UPDATE_SNAPSHOTS") == "1") File.WriteAllText(snapshot, help);
        Assert.Equal(File.ReadAllText(snapshot), help);
    }

    [Fact]
    public void Every_verb_is_frozen()
    {
        var listed = Cli.Succeed(["--help"]).Output.Split("Commands:\n")[1].Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => !l.StartsWith("   ", StringComparison.Ordinal)).Select(l => l.Trim().Split(' ')[0]);
        Assert.Empty(listed.Except(s_verbs));
    }

    [Theory]
    [InlineData("doctor --jsn", "Did you mean '--json' instead of '--jsn'?")]
    [InlineData("doctr", "Did you mean 'doctor' instead of 'doctr'?")]
    [InlineData("tokenizer trian", "Did you mean 'train' instead of 'trian'?")]
    [InlineData("tokenizer train --input samples --vocab-size many --out x", "Cannot parse argument 'many'")]
    [InlineData("tokenizer train --input samples", "Option '--vocab-size' is required.")]
    [InlineData("data verify", "Required argument")]
    [InlineData("doctor --json extra", "Unrecognized command or argument 'extra'.")]
    public void Bad_usage_is_explained(string line, string sentence) => Cli.Run(line.Split(' ')).ShouldFail(2, sentence, "See: cocoon");

    [Fact]
    public void Without_a_command_the_help_is_shown_and_nothing_succeeds()
    {
        var result = Cli.Run();
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("cocoon quickstart", result.Output, StringComparison.Ordinal);
    }
}
