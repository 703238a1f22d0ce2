using System.Text;

namespace Cocoon.Text;

/// <summary>Reads and writes <c>vocab.txt</c>: one token a line, the line number (from 0) is the id.</summary>
internal static class VocabularyText
{
    public static string[] Read(string path, byte[] bytes)
    {
        int mark = StrictUtf8.SkipMark(bytes, path);
        string text = StrictUtf8.Decode(bytes.AsSpan(mark), path, mark, line: 1);
        var tokens = new List<string>();
        // Only the line break goes: bert-base-chinese has the line separator U+2028 as a token.
        foreach (var line in text.AsSpan().Split('\n')) tokens.Add(text[line].TrimEnd('\r'));
        if (tokens[^1].Length == 0) tokens.RemoveAt(tokens.Count - 1);
        if (tokens.Count == 0) throw new CorpusException(path, "is empty. A vocabulary has one token a line.");
        string[] vocabulary = [.. tokens];
        if (Vocabulary.FirstProblem(vocabulary) is { } problem)
            throw new CorpusException(path, problem.Id < vocabulary.Length ? $"line {problem.Id + 1}: {problem.What}" : problem.What);
        return vocabulary;
    }

    public static void Write(Stream stream, IReadOnlyList<string> tokens)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        foreach (string token in tokens) writer.WriteLine(token);
    }
}
