namespace Cocoon.Evaluation;

/// <summary>The development and test pairs of STS-B as GLUE lays them out, where they have scores.</summary>
/// <remarks>Cer et al. 2017, arXiv:1708.00055. A test file without scores, as GLUE publishes it, is passed over, and so are other tasks' files of the same names.</remarks>
public static class StsBenchmark
{
    private static readonly string[] s_files = ["dev.tsv", "test.tsv"], s_columns = ["sentence1", "sentence2", "score"];

    /// <summary>Reads a folder.</summary>
    /// <returns>A set for each file that has scores.</returns>
    /// <exception cref="TaskDataException">A file is damaged.</exception>
    public static List<ExampleSet> Read(string folder) =>
        [.. s_files.Select(file => Path.Combine(folder, file)).Where(file => File.Exists(file) && s_columns.All(TableFile.Read(file).Rows[0].Cells.Contains))
            .Select(file => TaskCatalog.Find("STS-B")!.Reader.Read(TaskData.SetName(file), file))];
}
