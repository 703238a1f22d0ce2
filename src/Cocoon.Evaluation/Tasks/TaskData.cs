namespace Cocoon.Evaluation;

/// <summary>A task with its examples, checked: what fine-tuning begins with.</summary>
/// <param name="Task">The task, its answers known.</param>
/// <param name="Train">Training examples.</param>
/// <param name="Development">Examples that choose the best model; the first set does.</param>
/// <param name="Test">Examples that are only answered; may have no answers.</param>
public sealed record TaskData(ITask Task, ExampleSet Train, IReadOnlyList<ExampleSet> Development, IReadOnlyList<ExampleSet> Test)
{
    private const int Scarce = 5; // a label with less than this part of its even share is named

    /// <summary>What a person should know before training: what was passed over, how answers are spread, what training data the development data repeat.</summary>
    public IReadOnlyList<string> Notes { get; private init; } = [];

    /// <summary>Reads a task from its folder.</summary>
    /// <param name="definition">The task.</param>
    /// <param name="folder">Where its files lie.</param>
    /// <exception cref="TaskDataException">Something is missing, or cannot be learned; the message says where.</exception>
    public static TaskData Load(TaskDefinition definition, string folder)
    {
        if (!Directory.Exists(folder)) throw new TaskDataException(folder, "there is no such folder.");
        ExampleSet Read(string file) => definition.Reader.Read(SetName(file), Path.Combine(folder, file));
        return Of(definition, Read(definition.Train), [.. definition.Development.Select(Read)], [.. definition.Test.Where(f => File.Exists(Path.Combine(folder, f))).Select(Read)]);
    }

    /// <summary>Checks a task's examples, and learns from those of training which answers there are.</summary>
    /// <exception cref="TaskDataException">They cannot be learned.</exception>
    public static TaskData Of(TaskDefinition definition, ExampleSet train, IReadOnlyList<ExampleSet> development, IReadOnlyList<ExampleSet> test)
    {
        foreach (var set in development.Prepend(train)) RequireAnswers(set, definition.Kind);
        var labels = definition.Labels.Count > 0 ? definition.Labels : LabelsOf(train);
        var settings = new TaskSettings
        {
            Name = definition.Name, Kind = definition.Kind, Pairs = definition.Pairs, Metrics = definition.Metrics.Count > 0 ? definition.Metrics : MeasureNames.Usual(definition.Kind, labels),
            Labels = labels, Range = definition.Range ?? RangeOf(train, definition.Kind), MayLackAnswer = definition.MayLackAnswer,
        };
        RequireSeveral(train, settings.Kind);
        if (settings.Kind is TaskKind.Classification or TaskKind.MultiLabel or TaskKind.TokenLabels) RequireKnown(settings, train, development);
        var notes = train.Notes.Concat(development.Concat(test).SelectMany(s => s.Notes)).Concat(Imbalance(train, settings)).Concat(OddTags(train, settings)).Concat(Repetitions(train, development));
        return new(settings.Build(), train, development, test) { Notes = [.. notes] };
    }

    /// <summary>The name of a set by its file: <c>dev_matched.tsv</c> is <c>dev_matched</c>, <c>eng.testa</c> is itself.</summary>
    public static string SetName(string file)
    {
        string name = Path.GetFileName(file);
        if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) name = name[..^3];
        string extension = Path.GetExtension(name);
        return OwnFile.Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase) ? name[..^extension.Length] : name;
    }

    /// <summary>Whether something is right about an example.</summary>
    internal static bool IsAnswered(LabelledExample example, TaskKind kind) => kind switch
    {
        TaskKind.Regression => example.Number is not null,
        TaskKind.Span => example is SquadExample { Answers: not null },
        _ => example.Labels is not null,
    };

    private static void RequireAnswers(ExampleSet set, TaskKind kind)
    {
        var first = set.Examples.FirstOrDefault(e => !IsAnswered(e, kind));
        if (first is not null) throw new TaskDataException(first.Place, "the examples have no answers. Training and development data need them.");
    }

    private static IReadOnlyList<string> LabelsOf(ExampleSet train) =>
        [.. train.Examples.SelectMany(e => e.Labels ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static NumberRange? RangeOf(ExampleSet train, TaskKind kind)
    {
        if (kind != TaskKind.Regression) return null;
        var (lowest, highest) = (train.Examples.Min(e => e.Number!.Value), train.Examples.Max(e => e.Number!.Value));
        return lowest < highest ? new(lowest, highest) : throw new TaskDataException(train.File, $"every answer is {lowest}: there is nothing to learn.");
    }

    private static void RequireSeveral(ExampleSet train, TaskKind kind)
    {
        if (kind is TaskKind.Regression or TaskKind.Span) return;
        var labels = LabelsOf(train);
        if (labels.Count == 0) throw new TaskDataException(train.File, "no example has a label: there is nothing to learn. Add labels.");
        if (labels.Count < 2 && kind != TaskKind.MultiLabel)
            throw new TaskDataException(train.File, $"every {(kind == TaskKind.TokenLabels ? "word has the tag" : "example has the label")} '{labels[0]}': there is nothing to tell apart. Add examples with another one.");
    }

    private static void RequireKnown(TaskSettings settings, ExampleSet train, IReadOnlyList<ExampleSet> development)
    {
        var numbers = new LabelNumbers(settings.Labels);
        foreach (var example in development.Prepend(train).SelectMany(s => s.Examples))
            foreach (string label in example.Labels!) numbers.Of(label, example.Place);
    }

    private static IEnumerable<string> Imbalance(ExampleSet train, TaskSettings settings)
    {
        if (settings.Kind != TaskKind.Classification) yield break;
        var counts = train.Examples.CountBy(e => e.Labels![0], StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        foreach (string label in settings.Labels.Where(l => !counts.ContainsKey(l))) yield return $"{train.File}: no example has the label '{label}': it will never be answered.";
        double usual = train.Examples.Count / (double)settings.Labels.Count;
        var rare = counts.Where(c => c.Value * Scarce < usual).OrderBy(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).ToList();
        if (rare.Count > 0)
            yield return $"{train.File}: the labels are unbalanced: {string.Join(", ", rare.Take(5).Select(r => $"'{r.Key}' has {r.Value:N0}"))} of {train.Examples.Count:N0} examples. Look at macro_f1, and consider --set balance=true.";
    }

    private static IEnumerable<string> OddTags(ExampleSet train, TaskSettings settings)
    {
        if (settings.Kind != TaskKind.TokenLabels || !settings.Labels.Any(l => l != Entity.Outside && Entity.IsTag(l)) || settings.Labels.FirstOrDefault(l => !Entity.IsTag(l)) is not { } odd) yield break;
        yield return $"{train.File}: the tag '{odd}' is neither O, nor B- or I- and a type, so words are counted and not whole names. If they are names, convert the tags to IOB1 or IOB2 (BIO).";
    }

    private static IEnumerable<string> Repetitions(ExampleSet train, IReadOnlyList<ExampleSet> development)
    {
        var seen = train.Examples.Select(e => (e.Text, e.Pair)).ToHashSet();
        foreach (var set in development)
            if (set.Examples.Count(e => seen.Contains((e.Text, e.Pair))) is > 0 and int both)
                yield return $"{set.File}: {both:N0} of {set.Examples.Count:N0} examples stand in the training data, too: their score is not that of new text.";
    }
}
