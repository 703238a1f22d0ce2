namespace Cocoon.Text;

/// <summary>Reads <c>merges.txt</c> and <c>vocab.bpe</c>: two tokens a line with a space between, in the order in which they merge.</summary>
internal static class MergesText
{
    public static List<(string Left, string Right)> Read(string path, byte[] bytes)
    {
        int mark = StrictUtf8.SkipMark(bytes, path);
        string text = StrictUtf8.Decode(bytes.AsSpan(mark), path, mark, line: 1);
        var merges = new List<(string, string)>();
        int number = 0;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            number++;
            var line = text.AsSpan(range).TrimEnd('\r');
            if (line.Length == 0) continue;
            if (Pair(line, out bool isVersion) is { } pair) merges.Add(pair);
            else if (!isVersion) throw new CorpusException(path, $"line {number}: not two tokens with a space between. Fetch the file again.");
        }

        return merges;
    }

    /// <summary>The two tokens of a line, or null.</summary>
    /// <param name="line">A line.</param>
    /// <param name="isVersion">Whether it is the line that names the format.</param>
    public static (string Left, string Right)? Pair(ReadOnlySpan<char> line, out bool isVersion)
    {
        isVersion = line.StartsWith("#version");
        int space = line.IndexOf(' ');
        return isVersion || space <= 0 || space == line.Length - 1 || line[(space + 1)..].Contains(' ') ? null : (line[..space].ToString(), line[(space + 1)..].ToString());
    }
}
