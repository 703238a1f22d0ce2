using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Cocoon.Cli;

/// <summary>The tool: its verbs, and the one place where a failure becomes an exit code.</summary>
public sealed class Application(Interruption interruption)
{
    /// <summary>Name under which an exception remembers its run.</summary>
    public const string RunFolderKey = "run folder";

    private readonly Tool _tool = new(interruption);

    /// <summary>Runs one command line and tells how it ended, as in <see cref="ExitCode"/>.</summary>
    public int Run(string[] arguments)
    {
        try
        {
            var parsed = _tool.Parse(arguments);
            if (MisspeltOption(parsed) is { } option) return Refuse(parsed, option);
            return parsed.Action is ParseErrorAction ? Refuse(parsed) : parsed.Invoke(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception e) when (Failure.Of(e) is { } failure)
        {
            Console.Error.WriteLine(failure.Message);
            return failure.ExitCode;
        }
#pragma warning disable CA1031 // The only catch-all: what nobody expected is a bug, and its stack is what helps.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine($"cocoon {BuildInformation.Version}: internal error. This is a bug; please report what follows.");
            Console.Error.WriteLine($"command: cocoon {string.Join(' ', arguments)}");
            Console.Error.WriteLine($"folder:  {Environment.CurrentDirectory}");
            if (e.Data[RunFolderKey] is string run) Console.Error.WriteLine($"run:     {run}");
            Console.Error.WriteLine(e);
            return ExitCode.InternalError;
        }
    }

    private static int Refuse(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (parsed.Tokens.Count == 0)
        {
            new System.CommandLine.Help.HelpAction().Invoke(parsed);
            return ExitCode.BadUsage;
        }
        foreach (string message in parsed.Errors.Select(e => e.Message).Distinct()) Console.Error.WriteLine(message);
        foreach (string token in parsed.UnmatchedTokens)
            if (NearestName.Of(token, Known(command)) is { } nearest) Console.Error.WriteLine($"Did you mean '{nearest}' instead of '{token}'?");
        Console.Error.WriteLine($"See: {string.Join(' ', Path(command))} --help");
        return ExitCode.BadUsage;
    }

    private static int Refuse(ParseResult parsed, string option)
    {
        var command = parsed.CommandResult.Command;
        string nearest = NearestName.Of(option, Known(command)) is { } name ? $" Did you mean '{name}'?" : "";
        Console.Error.WriteLine($"There is no option '{option}' here.{nearest} If it is text, write -- before it.");
        Console.Error.WriteLine($"See: {string.Join(' ', Path(command))} --help");
        return ExitCode.BadUsage;
    }

    /// <summary>What was taken for a text or a path but looks like an option, so is a misspelt one; null if nothing does. What comes after "--" is meant as it is.</summary>
    private static string? MisspeltOption(ParseResult parsed)
    {
        var names = parsed.Tokens.TakeWhile(t => t.Type != TokenType.DoubleDash).Select(t => t.Value)
            .Where(v => v.Length > 2 && v.StartsWith("--", StringComparison.Ordinal) && char.IsAsciiLetter(v[2]) && !v.Any(char.IsWhiteSpace)).ToHashSet(StringComparer.Ordinal);
        return parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value).FirstOrDefault(names.Contains);
    }

    private static List<string> Known(Command command) =>
        [.. command.Options.Concat(command.Parents.OfType<Command>().SelectMany(p => p.Options).Where(o => o.Recursive)).Select(o => o.Name), .. command.Subcommands.Select(c => c.Name)];

    private static IEnumerable<string> Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? Path(parent).Append(command.Name) : ["cocoon"];
}
