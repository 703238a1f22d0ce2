using System.Globalization;

namespace Cocoon.Evaluation;

/// <summary>Reads SemEval's STS tests of 2012 to 2016: <c>STS.input.NAME.txt</c> with two sentences a line, divided by a tabulator, and <c>STS.gs.NAME.txt</c> with how alike people found them.</summary>
/// <remarks>Agirre et al. 2012, "SemEval-2012 Task 6: A Pilot on Semantic Textual Similarity". Where the line of the score is blank, the pair is passed over.</remarks>
public static class SemEvalSimilarity
{
    private const string Input = "STS.input.", Gold = "STS.gs.";

    /// <summary>Reads a folder; gold files without sentences are left alone.</summary>
    /// <returns>A set for each input file, in the ordinal order of their names; none if there are no such files.</returns>
    /// <exception cref="TaskDataException">A file is damaged, or sentences have no scores.</exception>
    public static List<ExampleSet> Read(string folder) =>
        [.. Directory.GetFiles(folder, Input + "*.txt").Order(StringComparer.Ordinal).Select(ReadSet)];

    private static ExampleSet ReadSet(string path)
    {
        string name = Path.GetFileName(path)[Input.Length..^".txt".Length], gold = Path.Combine(Path.GetDirectoryName(path)!, $"{Gold}{name}.txt");
        var (pairs, scores) = (TaskLines.Read(path).ToList(), TaskLines.Read(gold).ToList());
        if (pairs.Count != scores.Count) throw new TaskDataException(gold, $"has {scores.Count:N0} lines, but there are {pairs.Count:N0} pairs in {path}. Each pair needs a line.");
        var examples = new List<LabelledExample>();
        foreach (var ((line, text), (_, score)) in pairs.Zip(scores))
        {
            if (string.IsNullOrWhiteSpace(score)) continue;
            if (text.Split('\t') is not [var first, var second]) throw new TaskDataException(new ExamplePlace(path, line), "these are not two sentences divided by a tabulator.");
            examples.Add(new() { Place = new(path, line), Id = $"{examples.Count}", Text = first, Pair = second, Number = Similarity(score, new(gold, line)) });
        }
        return examples.Count > 0 ? new(name, path, examples) : throw new TaskDataException(gold, "has no score. Name a folder whose pairs were judged.");
    }

    private static float Similarity(string text, ExamplePlace place) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && float.IsFinite(number)
            ? number : throw new TaskDataException(place, $"\"{text}\" is not a number: how alike the two sentences are.");
}
