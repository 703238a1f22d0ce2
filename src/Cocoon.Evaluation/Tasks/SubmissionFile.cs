using System.Globalization;
using System.Text;
using Cocoon.Text;

namespace Cocoon.Evaluation;

/// <summary>Files of predictions as GLUE's server takes them: a line of header, then identifier, tab, answer.</summary>
/// <remarks>Several labels stand between |, numbers have three decimals and do not leave the task's range.</remarks>
public static class SubmissionFile
{
    /// <summary>What GLUE calls the file of a task's set: <c>SST-2.tsv</c>, <c>MNLI-mm.tsv</c>, <c>AX.tsv</c> for the diagnostic set; of a task of one's own, the name of the set.</summary>
    public static string NameOf(TaskSettings task, ExampleSet set) => TaskCatalog.Find(task.Name) is null ? set.Name + ".tsv" : set.Name == "diagnostic" ? "AX.tsv"
        : task.Name + (set.Name.EndsWith("_mismatched", StringComparison.Ordinal) ? "-mm" : set.Name.EndsWith("_matched", StringComparison.Ordinal) ? "-m" : "") + ".tsv";

    /// <summary>Writes a file, complete or not at all.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="task">The task.</param>
    /// <param name="set">The examples.</param>
    /// <param name="answers">Their answers, in their order.</param>
    public static void Write(string path, TaskSettings task, ExampleSet set, IEnumerable<TextAnswer> answers) => DurableFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine("index\tprediction");
        foreach (var (example, answer) in set.Examples.Zip(answers)) writer.WriteLine($"{example.Id}\t{Text(task, answer)}");
    });

    private static string Text(TaskSettings task, TextAnswer answer) => answer switch
    {
        { Label: { } label } => label,
        { Labels: { } labels } => string.Join('|', labels),
        _ => Math.Clamp(answer.Number ?? 0, task.Range!.Lowest, task.Range.Highest).ToString("0.000", CultureInfo.InvariantCulture),
    };
}
