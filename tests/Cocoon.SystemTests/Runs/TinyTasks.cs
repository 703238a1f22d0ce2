using System.Globalization;
using System.Text;

namespace Cocoon.SystemTests.Runs;

/// <summary>Two tasks in GLUE's layout that a word decides: what a sentence says of a thing, and how alike two sentences are.</summary>
internal static class TinyTasks
{
    private const int TrainingExamples = 32, DevelopmentExamples = 16;
    private static readonly string[] s_things = ["house", "river", "road", "letter", "night", "boy", "woman", "door"];

    /// <summary>Writes them.</summary>
    /// <param name="folder">Gets SST-2/ and STS-B/.</param>
    public static void Write(string folder)
    {
        foreach (var (name, count) in new[] { ("train.tsv", TrainingExamples), ("dev.tsv", DevelopmentExamples) })
        {
            int start = count == TrainingExamples ? 0 : 5;
            Write(Path.Combine(folder, "SST-2", name), "sentence\tlabel", count, i => $"the {Thing(i + start)} was {(i % 2 == 0 ? "good" : "bad")}\t{1 - i % 2}");
            Write(Path.Combine(folder, "STS-B", name), "sentence1\tsentence2\tscore", count, i =>
                string.Create(CultureInfo.InvariantCulture, $"the {Thing(i + start)} is old\tthe {Thing(i % 3 == 0 ? i + start : i + start + 1)} is {(i % 2 == 0 ? "old" : "new")}\t{(i % 3 == 0 ? 3.5 : 1.0) + i % 2:0.000}"));
        }
    }

    private static string Thing(int number) => s_things[number % s_things.Length];

    private static void Write(string path, string header, int count, Func<int, string> row)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var text = new StringBuilder(header).Append('\n');
        for (int i = 0; i < count; i++) text.Append(row(i)).Append('\n');
        File.WriteAllText(path, text.ToString());
    }
}
