using System.Text;
using Cocoon.Text;

namespace Cocoon.Evaluation;

/// <summary>Files of tags as <c>conlleval</c> reads them: a word a line, the right tag if it is known, the answer last, a blank line after each sentence.</summary>
public static class TaggedFile
{
    /// <summary>Writes a file, complete or not at all.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="sentences">The sentences.</param>
    /// <param name="tags">Tags of the words of each.</param>
    public static void Write(string path, ExampleSet sentences, IReadOnlyList<string[]> tags) => DurableFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        foreach (var (sentence, answered) in sentences.Examples.Cast<TaggedExample>().Zip(tags))
        {
            for (int i = 0; i < answered.Length; i++) writer.WriteLine(sentence.Labels is { } right ? $"{sentence.Words[i]} {right[i]} {answered[i]}" : $"{sentence.Words[i]} {answered[i]}");
            writer.WriteLine();
        }
    });
}
