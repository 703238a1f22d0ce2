using System.IO.Compression;
using System.Text;
using Xunit;

namespace Cocoon.SystemTests.Input;

/// <summary>Text that cannot be used is refused with the file, the place and what to do; nothing is written.</summary>
public sealed class BadTextTests : IDisposable
{
    private const int BadInput = 3;
    private readonly WorkFolder _work = new();

    [Fact]
    public void Missing_file() => Refused(_work["nowhere.txt"], "nowhere.txt: does not exist");

    [Fact]
    public void Empty_file() => Refused(_work.Write("empty.txt", ""), "empty.txt: is empty");

    [Fact]
    public void Only_white_space() => Refused(_work.Write("blank.txt", "\n \n\t\n"), "blank.txt: holds no document");

    [Fact]
    public void Binary_file() => Refused(_work.Write("binary.txt", [.. "text"u8, 0, 1, 2, 3]), "binary.txt: byte 4 (line 1) is NUL");

    [Fact]
    public void Latin_1_text() => Refused(_work.Write("latin.txt", [.. "first line\ncaf"u8, 0xE9, .. " au lait"u8]), "latin.txt: byte 14 (line 2) is 0xE9", "iconv");

    [Fact]
    public void Utf_16_text() => Refused(_work.Write("wide.txt", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("text")).ToArray()), "UTF-16");

    [Fact]
    public void Text_cut_inside_a_character() => Refused(_work.Write("cut.txt", [.. "caf"u8, 0xC3]), "cut.txt: byte 3 (line 1) is 0xC3");

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public void Gzip_cut_short(double kept)
    {
        byte[] whole = Gzip(string.Concat(Enumerable.Range(0, 5000).Select(i => $"line {i} of a text\n")));
        Refused(_work.Write("cut.txt.gz", whole[..(int)(whole.Length * kept)]), "cut.txt.gz: is damaged", "cut short");
    }

    [Fact]
    public void Gzip_by_name_only() => Refused(_work.Write("not.txt.gz", "plain text"), "not.txt.gz: is not compressed with gzip");

    [Fact]
    public void Broken_json_line() => Refused(_work.Write("lines.jsonl", "{\"text\": \"good\"}\n{\"text\": \"bad\n"), "lines.jsonl: line 2", "not valid JSON");

    [Fact]
    public void Json_line_without_the_field() => Refused(_work.Write("lines.jsonl", "{\"body\": \"text\"}\n"), "line 1 has no field \"text\"", "--text-field");

    [Fact]
    public void Document_too_long() =>
        Train([.. Input(_work.Write("long.txt", new string('x', 3000))), "--max-document-bytes", "1000"]).ShouldFail(BadInput, "longer than 1,000 bytes", "--max-document-bytes");

    [Fact]
    public void Folder_without_text()
    {
        Directory.CreateDirectory(_work["folder"]);
        Refused(_work["folder"], "holds no .txt or .jsonl file");
    }

    [Fact]
    public void File_given_twice()
    {
        string file = _work.Write("text.txt", "some text");
        Train([.. Input(file), .. Input(file)]).ShouldFail(BadInput, "is given twice");
    }

    [Fact]
    public void Vocabulary_too_small() => Train([.. Input("samples"), "--vocab-size", "40"]).ShouldFail(BadInput, "a vocabulary of 40 tokens cannot hold", "Ask for at least");

    [Fact]
    public void Vocabulary_too_large() =>
        Train([.. Input(_work.Write("text.txt", "the cat sat on the mat")), "--vocab-size", "5000"]).ShouldFail(BadInput, "yields at most", "5,000 were asked for");

    [Fact]
    public void Vocabulary_of_a_senseless_size() => Train([.. Input("samples"), "--vocab-size", "3"]).ShouldFail(2, "--vocab-size is 3");

    public void Dispose() => _work.Dispose();

    private void Refused(string path, params string[] sentences)
    {
        Train(Input(path)).ShouldFail(BadInput, sentences);
        Assert.False(Directory.Exists(_work["tokenizer"]));
    }

    private CliResult Train(IEnumerable<string> arguments)
    {
        var all = arguments.ToList();
        if (!all.Contains("--vocab-size")) all.AddRange(["--vocab-size", "100"]);
        return Cli.Run(["tokenizer", "train", "--out", _work["tokenizer"], .. all]);
    }

    private static string[] Input(string path) => ["--input", path];

    private static byte[] Gzip(string text)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return memory.ToArray();
    }
}
