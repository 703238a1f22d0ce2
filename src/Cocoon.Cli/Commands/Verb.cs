using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Cocoon.Cli;

/// <summary>A command whose help teaches: examples that can be pasted, and what comes next.</summary>
internal abstract class Verb : Command
{
    /// <param name="name">What is typed.</param>
    /// <param name="description">What becomes true.</param>
    /// <param name="examples">Command lines, each with a short explanation after " # ".</param>
    /// <param name="next">What people do afterwards.</param>
    protected Verb(string name, string description, IReadOnlyList<string> examples, string next = "") : base(name, description)
    {
        (Examples, Next) = (examples, next);
        Add(new HelpOption { Action = new TeachingHelp(this) });
    }

    /// <summary>Command lines that can be pasted.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>What people do afterwards; may be empty.</summary>
    public string Next { get; }

    /// <summary>The option that turns facts into JSON.</summary>
    protected static Option<bool> JsonOption() => new("--json") { Description = "Print the facts as JSON on standard output." };

    /// <summary>The option that limits the threads; 0: one per processor. Results do not depend on it.</summary>
    protected static Option<int> ThreadsOption()
    {
        var threads = new Option<int>("--threads") { Description = "Threads to use; 0: one per processor. Results have the same bits on any number.", HelpName = "n" };
        threads.Validators.Add(r => { if (r.GetValueOrDefault<int>() is < 0 or > 4096) r.AddError("--threads: choose 0 to 4096."); });
        return threads;
    }

    /// <summary>Facts to standard output, everything else to standard error.</summary>
    protected static CommandConsole ConsoleFor(ParseResult arguments, Option<bool>? json = null) =>
        new(arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error, json is not null && arguments.GetValue(json));

    /// <summary>The usual help, then examples and what comes next.</summary>
    private sealed class TeachingHelp(Verb verb) : SynchronousCommandLineAction
    {
        private readonly HelpAction _usual = new() { MaxWidth = 110 };

        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            _usual.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            if (verb.Examples.Count > 0) output.WriteLine("Examples:");
            foreach (string example in verb.Examples) output.WriteLine($"  {example}");
            if (verb.Examples.Count > 0) output.WriteLine();
            if (verb.Next.Length == 0) return ExitCode.Ok;
            output.WriteLine("Next:");
            output.WriteLine($"  {verb.Next}");
            output.WriteLine();
            return ExitCode.Ok;
        }
    }
}
