using Cocoon.Determinism;

namespace Cocoon.Evaluation;

/// <summary>A task of a person's own: labelled texts in a table, whose columns are found out, or tagged words.</summary>
/// <param name="Definition">The task, with the columns that were found.</param>
/// <param name="Guess">What was found, for people.</param>
/// <param name="Folder">Where the files lie.</param>
public sealed record OwnTask(TaskDefinition Definition, IReadOnlyList<string> Guess, string Folder)
{
    /// <summary>What such a task is called.</summary>
    public const string Name = "custom";

    private const int OneIn = 10; // examples held out where there is no development file

    private static readonly string[] s_train = ["train", "training"], s_development = ["dev", "valid", "validation", "val", "eval"], s_test = ["test"];

    /// <summary>Finds the files and looks into them.</summary>
    /// <param name="path">The training file, or a folder with <c>train.tsv</c>, <c>.csv</c>, <c>.jsonl</c> or <c>.conll</c>, and if there are <c>dev</c> and <c>test</c> of the same kinds.</param>
    /// <param name="hints">What is known.</param>
    /// <exception cref="TaskDataException">There is no such file, or it cannot be told what stands where.</exception>
    public static OwnTask Find(string path, TableHints hints)
    {
        bool isFile = File.Exists(path);
        string folder = isFile ? Path.GetDirectoryName(Path.GetFullPath(path))! : path;
        string train = isFile ? Path.GetFileName(path) : Among(path, s_train)
            ?? throw new TaskDataException(path, $"there is no training file here: {string.Join(", ", s_train.SelectMany(n => OwnFile.Extensions.Select(e => n + e)).Take(4))} …, nor is this a file.");
        bool hasSiblings = s_train.Contains(TaskData.SetName(train), StringComparer.OrdinalIgnoreCase);
        string? development = hasSiblings ? Among(folder, s_development) : null, test = hasSiblings ? Among(folder, s_test) : null;
        var file = OwnFile.Look(Path.Combine(folder, train), hints);
        return new(new()
        {
            Name = Name, Kind = file.Kind, Pairs = file.Pairs, Train = train, Development = development is null ? [] : [development], Test = test is null ? [] : [test], Reader = file.Reader,
        }, file.Guess, folder);
    }

    /// <summary>Reads the examples. Without a development file, one example in ten is held out of training: always the same ones, and never the last of a label.</summary>
    /// <exception cref="TaskDataException">They cannot be learned.</exception>
    public TaskData Load()
    {
        if (Definition.Development.Count > 0) return TaskData.Load(Definition, Folder);
        ExampleSet Read(string file) => Definition.Reader.Read(TaskData.SetName(file), Path.Combine(Folder, file));
        var all = Read(Definition.Train);
        if (all.Examples.Count < OneIn) throw new TaskDataException(all.File, $"{all.Examples.Count} examples are too few to hold some out. Add more, or put a file dev{Path.GetExtension(all.File)} beside it.");
        var held = HeldOut(all.Examples);
        if (held.Count == 0) throw new TaskDataException(all.File, $"no example can be held out, because no two have the same label. Add examples, or put a file dev{Path.GetExtension(all.File)} beside it.");
        var train = all with { Examples = [.. all.Examples.Where((_, i) => !held.Contains(i))], Notes = [.. all.Notes, $"{all.File}: there is no development file beside it, so {held.Count:N0} of {all.Examples.Count:N0} examples are held out of training."] };
        return TaskData.Of(Definition, train, [new("held_out", all.File, [.. all.Examples.Where((_, i) => held.Contains(i))])], [.. Definition.Test.Select(Read)]);
    }

    /// <summary>Numbers of examples whose labels others have, too: training has to know every label.</summary>
    private static HashSet<int> HeldOut(IReadOnlyList<LabelledExample> examples)
    {
        var order = new Permutation(examples.Count, new RandomStream(0, 0, Streams.HoldingOut));
        var left = examples.SelectMany(e => e.Labels ?? []).CountBy(l => l, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var held = new HashSet<int>();
        for (int i = 0; i < examples.Count && held.Count < examples.Count / OneIn; i++)
        {
            var labels = (examples[(int)order[i]].Labels ?? []).CountBy(l => l, StringComparer.Ordinal).ToList();
            if (labels.Exists(l => left[l.Key] == l.Value)) continue;
            foreach (var (label, count) in labels) left[label] -= count;
            held.Add((int)order[i]);
        }
        return held;
    }

    private static string? Among(string folder, IEnumerable<string> names)
    {
        if (!Directory.Exists(folder)) return null;
        var there = Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (string name in names.SelectMany(n => OwnFile.Extensions.SelectMany(e => new[] { n + e, n + e + ".gz" })))
            if (there.TryGetValue(name, out string? actual)) return actual;
        return null;
    }
}
