using System.CommandLine;
using Cocoon.Evaluation;

namespace Cocoon.Cli;

/// <summary>The options that say what stands where in data of one's own.</summary>
internal sealed class TaskColumns
{
    private static readonly (string Name, TaskKind Kind)[] s_kinds = [("classification", TaskKind.Classification), ("regression", TaskKind.Regression), ("multiLabel", TaskKind.MultiLabel), ("tokenLabels", TaskKind.TokenLabels)];

    private readonly Option<string?> _text = new("--text") { Description = "Data of your own: column of the text. Guessed without it, as the others; the guess is printed.", HelpName = "column" };
    private readonly Option<string?> _pair = new("--pair") { Description = $"Data of your own: column of the second text; '{TableGuess.None}' if there is none.", HelpName = "column" };
    private readonly Option<string?> _label = new("--label") { Description = $"Data of your own: column of the answer; '{TableGuess.None}' for texts that are only to be answered.", HelpName = "column" };
    private readonly Option<string?> _kind = new("--kind") { Description = "Data of your own: classification (one label), regression (a number) or multiLabel (any number of labels, between | or in a JSON list) or tokenLabels (a tag for each word)." };

    public TaskColumns() => _kind.AcceptOnlyFromAmong([.. s_kinds.Select(k => k.Name)]);

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> Options => [_text, _pair, _label, _kind];

    /// <summary>What was said.</summary>
    public TableHints Of(ParseResult arguments) => new()
    {
        Text = arguments.GetValue(_text), Pair = arguments.GetValue(_pair), Label = arguments.GetValue(_label),
        Kind = arguments.GetValue(_kind) is { } name ? s_kinds.First(k => k.Name == name).Kind : null,
    };
}
