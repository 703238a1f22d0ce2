using System.Text;
using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text;

public sealed class TextCorpusTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    private List<Document> Read(CorpusOptions? options = null) => [.. TextCorpus.Open([_folder.Path], options).Read()];

    [Fact]
    public void Every_supported_kind_is_read_in_ordinal_order_of_names()
    {
        _folder.Write("b/two.jsonl", "{\"text\": \"second\"}\n{\"id\": 7, \"text\": \"third\"}\n");
        _folder.Write("a.txt", "first");
        _folder.Write("b/three.txt.gz", ScratchFolder.Gzip("zeroth, for t h sorts before t w"));
        _folder.Write("c.jsonl.gz", ScratchFolder.Gzip("{\"text\": \"last\"}"));
        _folder.Write("Z.txt", "capitals sort first");
        _folder.Write("README.md", "left alone");

        var documents = Read();

        Assert.Equal(
            [("capitals sort first", "Z.txt", 1), ("first", "a.txt", 1), ("zeroth, for t h sorts before t w", "b/three.txt.gz", 1),
             ("second", "b/two.jsonl", 1), ("third", "b/two.jsonl", 2), ("last", "c.jsonl.gz", 1)],
            documents.Select(d => (d.Text, d.Source, (int)d.Line)));
    }

    [Fact]
    public void Files_given_by_name_keep_the_order_given()
    {
        string b = _folder.Write("b.txt", "b"), a = _folder.Write("a.txt", "a");

        Assert.Equal(["b", "a"], TextCorpus.Open([b, a]).Read().Select(d => d.Text));
    }

    [Fact]
    public void A_text_file_is_one_document_unless_blank_lines_separate()
    {
        _folder.Write("a.txt", "\n\none\nmore of one\n \t\n\r\ntwo\r\n\n\nthree");

        Assert.Equal("one\nmore of one\n \t\n\r\ntwo\r\n\n\nthree", Assert.Single(Read()).Text.TrimStart());
        Assert.Equal([("one\nmore of one\n", 3), ("two\r\n", 7), ("three", 10)],
            Read(new CorpusOptions { Separator = DocumentSeparator.BlankLine }).Select(d => (d.Text, (int)d.Line)));
    }

    [Fact]
    public async Task Documents_can_be_awaited()
    {
        for (int file = 0; file < 3; file++) _folder.Write($"{file}.jsonl", string.Concat(Enumerable.Range(0, 400).Select(i => $"{{\"text\": \"{new string('x', 1000)} {file} {i}\"}}\n")));
        var corpus = TextCorpus.Open([_folder.Path]);
        var awaited = new List<Document>();

        await foreach (var document in corpus.ReadAsync()) awaited.Add(document);

        Assert.Equal(corpus.Read(), awaited);
        await foreach (var document in corpus.ReadAsync())
        {
            Assert.Equal(awaited[0], document);
            break; // whoever stops early leaves no open file behind
        }

        File.WriteAllText(_folder.At("1.jsonl"), "{");
        int read = 0;
        await Assert.ThrowsAsync<CorpusException>(async () => { await foreach (var _ in corpus.ReadAsync()) read++; });
        Assert.InRange(read, 200, 400); // whole batches before the damage
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => { await foreach (var _ in corpus.ReadAsync(ct: new CancellationToken(canceled: true))) read++; });
    }

    [Theory]
    [InlineData("a.txt", "text")]
    [InlineData("a.jsonl", "{\"text\": \"text\"}")]
    public void A_byte_order_mark_is_not_text(string name, string content)
    {
        _folder.Write(name, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(content)]);

        Assert.Equal("text", Assert.Single(Read()).Text);
    }

    [Fact]
    public void The_text_field_can_have_another_name_and_escapes_are_resolved()
    {
        _folder.Write("a.jsonl", "{\"text\": 1, \"body\": \"caf\\u00e9 \\ud83e\\udd8b\\n\", \"nested\": {\"body\": [2]}}\n\n  \n");

        Assert.Equal("café 🦋\n", Assert.Single(Read(new CorpusOptions { TextField = "body" })).Text);
    }

    [Fact]
    public void Blank_documents_are_passed_over()
    {
        _folder.Write("a.jsonl", "{\"text\": \"\"}\n{\"text\": \" \\u00a0\\n\"}\n{\"text\": \"here\"}\n");

        Assert.Equal(("here", 3L), (Read()[0].Text, Assert.Single(Read()).Line));
    }

    [Fact]
    public void Progress_ends_at_the_total_and_reading_again_gives_the_same()
    {
        _folder.Write("a.txt", new string('a', 3 << 20));
        _folder.Write("b.jsonl.gz", ScratchFolder.Gzip("{\"text\": \"b\"}"));
        var corpus = TextCorpus.Open([_folder.Path]);
        var reports = new List<CorpusProgress>();

        var first = corpus.Read(new Recorder(reports)).ToList();

        Assert.Equal(new CorpusProgress(corpus.TotalBytes, corpus.TotalBytes, 2, "b.jsonl.gz"), reports[^1]);
        Assert.True(reports.SequenceEqual(reports.OrderBy(r => r.BytesRead)));
        Assert.Equal(first, corpus.Read());
    }

    [Fact]
    public void Cancelling_stops_between_documents()
    {
        _folder.Write("a.jsonl", "{\"text\": \"1\"}\n{\"text\": \"2\"}\n");
        using var stop = new CancellationTokenSource();

        using var reader = TextCorpus.Open([_folder.Path]).Read(ct: stop.Token).GetEnumerator();
        Assert.True(reader.MoveNext());
        stop.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => reader.MoveNext());
    }

    [Fact]
    public void Reading_can_begin_at_any_document_that_was_read()
    {
        _folder.Write("a.txt", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("first\n\n\ncaf\u00e9\nand more\n\nthird")]);
        _folder.Write("b.jsonl.gz", ScratchFolder.Gzip("{\"text\": \"fourth\"}\n\n{\"text\": \" \"}\n{\"text\": \"fifth\"}"));
        _folder.Write("c.jsonl", "{\"text\": \"sixth\"}\n{\"text\": \"seventh\"}\n");
        var corpus = TextCorpus.Open([_folder.Path], new CorpusOptions { Separator = DocumentSeparator.BlankLine });
        var all = corpus.Read().ToList();

        Assert.Equal(7, all.Count);
        Assert.Equal(new DocumentPlace(0, 4, 11), all[1].Place);
        for (int i = 0; i < all.Count; i++) Assert.Equal(all[i..], corpus.ReadFrom(all[i].Place));
        Assert.Throws<CorpusException>(() => corpus.ReadFrom(new DocumentPlace(1, 9, 1000)).Count());
    }

    [Fact]
    public void Reading_ahead_changes_nothing_and_passes_failures_on()
    {
        var documents = Enumerable.Range(0, 5000).Select(i => new Document($"{i}{new string('x', i % 300)}", "s", new DocumentPlace(0, i, 0))).ToList();

        Assert.Equal(documents, ReadAhead.Of(documents, CancellationToken.None));
        Assert.Equal(documents.Take(10), ReadAhead.Of(documents, CancellationToken.None).Take(10));
        Assert.Throws<CorpusException>(() => ReadAhead.Of(Failing(), CancellationToken.None).Count());

        static IEnumerable<Document> Failing()
        {
            yield return new Document("fine", "s", new DocumentPlace(0, 1, 0));
            throw new CorpusException("s", "broken");
        }
    }

    public void Dispose() => _folder.Dispose();

    private sealed class Recorder(List<CorpusProgress> reports) : IProgress<CorpusProgress>
    {
        public void Report(CorpusProgress value) => reports.Add(value);
    }
}
