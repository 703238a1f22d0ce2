using System.Text;
using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text;

/// <summary>Each thing that can be wrong with input is refused with its place and what to do.</summary>
public sealed class CorpusRefusalTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    private CorpusException Refused(string name, byte[] content, CorpusOptions? options = null)
    {
        string path = _folder.Write(name, content);
        var refusal = Assert.Throws<CorpusException>(() => TextCorpus.Open([path], options).Read().Count());
        Assert.Equal(path, refusal.Path);
        Assert.StartsWith(path + ": ", refusal.Message);
        return refusal;
    }

    private CorpusException Refused(string name, string content, CorpusOptions? options = null) =>
        Refused(name, Encoding.Latin1.GetBytes(content), options);

    [Theory]
    [InlineData("a.txt", "abc\n\nde\0f", "byte 7 (line 3) is NUL")]
    [InlineData("a.txt", "abc\nd\xE9g", "byte 5 (line 2) is 0xE9, which is not UTF-8")]
    [InlineData("a.txt", "\xFF\xFEt\0e\0", "UTF-16")]
    [InlineData("a.txt", "\xFE\xFF\0t\0e", "UTF-16")]
    [InlineData("a.txt", "\x1F\x8B\x08\0\0", "rename it")]
    [InlineData("a.txt", "\x01\x02\x03\x04 text", "control characters")]
    [InlineData("a.txt", " \n\t\n", "holds no document")]
    [InlineData("a.txt.gz", "plain", "not compressed with gzip")]
    [InlineData("a.jsonl", "{\"text\": \"fine\"}\n{\"txt\": \"x\"}", "line 2 has no field \"text\"")]
    [InlineData("a.jsonl", "{\"text\": \"fine\"}\n{\"text\": 3}", "line 2: the field \"text\" is a JSON number")]
    [InlineData("a.jsonl", "{\"text\": \"fine\"}\n\n{\"text\": null}", "line 3: the field \"text\" is a JSON null")]
    [InlineData("a.jsonl", "{\"text\": [\"fine\", 3]}", "line 1: among the texts of the field \"text\" is a JSON number")]
    [InlineData("a.jsonl", "{\"text\": [\"a\"], \"text\": \"b\"}", "line 1 has the field \"text\" twice")]
    [InlineData("a.jsonl", "{\"text\": [\"cut\"", "line 1, byte")]
    [InlineData("a.jsonl", "[\"text\"]", "line 1 is a JSON array")]
    [InlineData("a.jsonl", "\"text\"", "line 1 is a JSON string")]
    [InlineData("a.jsonl", "{\"text\": \"cut", "line 1, byte")]
    [InlineData("a.jsonl", "{\"text\": \"a\"} {\"text\": \"b\"}", "line 1, byte")]
    [InlineData("a.jsonl", "{\"text\": \"a\", \"text\": \"b\"}", "line 1 has the field \"text\" twice")]
    [InlineData("a.jsonl", "{\"text\": \"\\ud800\"}", "line 1, byte")]
    [InlineData("a.jsonl", "{\"id\": \"\xE9\", \"text\": \"a\"}", "byte 8 (line 1) is 0xE9")]
    [InlineData("a.jsonl", "\n\n", "holds no document")]
    public void What_is_wrong_is_named_with_its_place(string name, string content, string expected) =>
        Assert.Contains(expected, Refused(name, content).Message, StringComparison.OrdinalIgnoreCase);

    [Theory]
    [InlineData("a.txt", DocumentSeparator.File, "set CorpusOptions.Separator to BlankLine")]
    [InlineData("a.txt", DocumentSeparator.BlankLine, "raise CorpusOptions.MaxDocumentBytes")]
    public void A_document_beyond_the_limit_is_refused_by_the_name_of_the_option(string name, DocumentSeparator separator, string expected)
    {
        string content = string.Concat(Enumerable.Repeat("a line of text\n", 10));

        var refusal = Refused(name, content, new CorpusOptions { MaxDocumentBytes = 149, Separator = separator });

        Assert.Contains("line 1 is longer than 149 bytes", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.Single(TextCorpus.Open([_folder.At(name)], new CorpusOptions { MaxDocumentBytes = 150, Separator = separator }).Read());
    }

    [Fact]
    public void A_line_beyond_the_limit_is_refused_without_being_read_whole()
    {
        var refusal = Refused("a.jsonl", "{\"text\": \"ok\"}\n{\"text\": \"" + new string('x', 1_000_000), new CorpusOptions { MaxDocumentBytes = 100 });

        Assert.Contains("line 2 (byte 15) is longer than 100 bytes", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_empty_unknown_and_repeated_paths_are_refused()
    {
        string file = _folder.Write("a.txt", "a"), empty = _folder.Write("sub/b.txt", "");
        string folder = _folder.At("none");
        Directory.CreateDirectory(folder);

        AssertRefused([_folder.At("missing.txt")], "does not exist");
        AssertRefused([empty], "is empty");
        AssertRefused([_folder.Path], "is empty");
        AssertRefused([_folder.Write("c.docx", "x")], "Supported are .txt and .jsonl");
        AssertRefused([folder], "holds no .txt or .jsonl file");
        AssertRefused([file, file], "is given twice");
        AssertRefused([], "no corpus is given");
        AssertRefused([""], "name a file");
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        string file = _folder.Write("a.txt", "a");

        Assert.Contains("MaxDocumentBytes", Assert.Throws<ArgumentException>(() => TextCorpus.Open([file], new() { MaxDocumentBytes = 0 })).Message, StringComparison.Ordinal);
        Assert.Contains("TextField", Assert.Throws<ArgumentException>(() => TextCorpus.Open([file], new() { TextField = "" })).Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(string[] paths, string expected) =>
        Assert.Contains(expected, Assert.Throws<CorpusException>(() => TextCorpus.Open(paths)).Message, StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();
}
