using Cocoon.Evaluation;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.Tests.Evaluation;

/// <summary>GLUE's own files, SNLI, and tables of one's own; what is wrong with them is told with file and line.</summary>
public sealed class TaskReaderTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public static TheoryData<string, string, string, string, string?, string> Glue => new()
    {
        { "CoLA", "train.tsv", "gj04\t1\t\tThe sailors rode the breeze.\nks08\t0\t*\tThey drank the pub.\n", "The sailors rode the breeze.", null, "1" },
        { "CoLA", "test.tsv", "index\tsentence\n0\tBill whistled past the house.\n1\tThe car honked.\n", "Bill whistled past the house.", null, "" },
        { "SST-2", "train.tsv", "sentence\tlabel\nhide new secretions \t0\ncontains no wit \t1\n", "hide new secretions", null, "0" },
        { "MRPC", "train.tsv", "\uFEFFQuality\t#1 ID\t#2 ID\t#1 String\t#2 String\n1\t7\t8\tHe called \" the witness \" , he .\tHe said so .\n0\t9\t1\tA .\tB .\n", "He called \" the witness \" , he .", "He said so .", "1" },
        { "STS-B", "train.tsv", "index\tgenre\tfilename\tyear\told_index\tsource1\tsource2\tsentence1\tsentence2\tscore\n5\tmain\tMSRvid\t2012\t1\tnone\tnone\tA plane.\tAn air plane.\t4.800\n6\tm\tM\t1\t2\tn\tn\tC\tD\t0\n", "A plane.", "An air plane.", "4.8" },
        { "QQP", "train.tsv", "id\tqid1\tqid2\tquestion1\tquestion2\tis_duplicate\n3\t1\t2\tHow?\tWhy?\t0\n4\tbroken\n5\t1\t2\tWho?\tWhom?\t1\n", "How?", "Why?", "0" },
        { "MNLI", "dev_mismatched.tsv", "index\tpromptID\tpairID\tgenre\tsentence1\tsentence2\tlabel1\tgold_label\n0\t1\t2\tslate\tI burst through.\tI burst.\tneutral\tentailment\n1\t1\t2\tslate\tA.\tB.\tneutral\t-\n2\t1\t2\tslate\tA.\tB.\tneutral\tneutral\n", "I burst through.", "I burst.", "entailment" },
        { "QNLI", "train.tsv", "index\tquestion\tsentence\tlabel\n0\tWhen?\tIn 1953.\tnot_entailment\n1\tWho?\tHe.\tentailment\n", "When?", "In 1953.", "not_entailment" },
        { "RTE", "test.tsv", "index\tsentence1\tsentence2\n0\tMangla was summoned.\tShukla is related.\n1\tA\tB\n", "Mangla was summoned.", "Shukla is related.", "" },
        { "WNLI", "train.tsv", "index\tsentence1\tsentence2\tlabel\n0\tI stuck a pin.\tThe carrot had a hole.\t1\n1\tA\tB\t0\n", "I stuck a pin.", "The carrot had a hole.", "1" },
        { "SNLI", "train.jsonl", "{\"premise\": \"Two women .\", \"hypothesis\": \"The sisters .\", \"label\": \"neutral\"}\n{\"premise\": \"A\", \"hypothesis\": \"B\", \"label\": \"-\"}\n{\"premise\": \"A\", \"hypothesis\": \"B\", \"label\": \"entailment\"}\n", "Two women .", "The sisters .", "neutral" },
    };

    [Theory]
    [MemberData(nameof(Glue))]
    public void Files_are_read_as_they_are_published(string task, string file, string content, string text, string? pair, string answer)
    {
        var definition = TaskCatalog.Find(task.ToLowerInvariant())!;

        var set = definition.Reader.Read("set", _folder.Write(file, content));

        var first = set.Examples[0];
        Assert.Equal((text, pair, answer), (first.Text, first.Pair, first.Number is { } number ? $"{number}" : first.Labels?[0] ?? ""));
        Assert.Equal(2, set.Examples.Count);
        Assert.Equal(task is "QQP" or "MNLI" or "SNLI" ? 1 : 0, set.Notes.Count);
        Assert.Equal(task == "STS-B" ? "5" : task == "QQP" ? "3" : "0", first.Id);
        Assert.Equal(file == "train.jsonl" || (task, file) == ("CoLA", "train.tsv") ? 1 : 2, first.Place.Line);
    }

    [Fact]
    public void Answers_are_written_as_the_server_takes_them()
    {
        var settings = new TaskSettings { Name = "MNLI", Kind = TaskKind.Classification, Pairs = true, Labels = ["contradiction", "entailment"], Metrics = [] };
        var set = new ExampleSet("test_mismatched", "f", [new() { Place = new("f", 2), Id = "7", Text = "a" }, new() { Place = new("f", 3), Id = "8", Text = "b" }]);
        SubmissionFile.Write(_folder.At("out.tsv"), settings, set, [new() { Label = "entailment" }, new() { Label = "contradiction" }]);
        Assert.Equal("index\tprediction\n7\tentailment\n8\tcontradiction\n", File.ReadAllText(_folder.At("out.tsv")));
        Assert.Equal(("MNLI-mm.tsv", "AX.tsv"), (SubmissionFile.NameOf(settings, set), SubmissionFile.NameOf(settings, set with { Name = "diagnostic" })));
        Assert.Equal("test_mismatched.tsv", SubmissionFile.NameOf(settings with { Name = OwnTask.Name }, set));
        SubmissionFile.Write(_folder.At("out.tsv"), settings with { Range = new(0, 5) }, set, [new() { Number = 5.2 }, new() { Number = 2.34567 }]);
        Assert.Equal("index\tprediction\n7\t5.000\n8\t2.346\n", File.ReadAllText(_folder.At("out.tsv")));
    }

    [Fact]
    public void Comma_separated_cells_may_hold_everything()
    {
        var table = TableFile.Read(_folder.Write("t.csv", "text,label\r\n\"A, \"\"quoted\"\" text\r\nof two lines\",x\r\nplain \"quote\",y\r\n\r\n,z\r\n"));

        Assert.Equal([1, 2, 4, 6], table.Rows.Select(r => r.Line));
        Assert.Equal(["A, \"quoted\" text\nof two lines", "x"], table.Rows[1].Cells);
        Assert.Equal(["plain \"quote\"", "y"], table.Rows[2].Cells);
        Assert.Equal(["", "z"], table.Rows[3].Cells);
    }

    [Theory]
    [InlineData("a.tsv", "", "a.tsv: the file holds nothing.")]
    [InlineData("a.tsv", "sentence\tlabel\none\t0\ntwo\n", "a.tsv, line 3: the row has 1 cells, but there are 2 columns (sentence, label).")]
    [InlineData("a.tsv", "sentence\tlabel\none\t0\n  \t1\n", "a.tsv, line 3: the text is empty (column 'sentence').")]
    [InlineData("a.tsv", "sentence\tlabel\none\t\n", "a.tsv, line 2: there is no answer (column 'label').")]
    [InlineData("a.tsv", "words\tlabel\none\t0\n", "a.tsv, line 1: there is no column 'sentence' for the text. The columns are: words, label.")]
    [InlineData("a.tsv", "sentence\tlabel\n", "a.tsv: there is no example in the file.")]
    [InlineData("a.csv", "sentence,label\n\"one,0\n", "a.csv, line 2: a quote that opens in this record is never closed.")]
    [InlineData("a.csv", "sentence,label\n\"one\" two,0\n", "a.csv, line 2, character 6: ' ' follows a closing quote.")]
    [InlineData("a.jsonl", "{\"sentence\": \"one\", \"label\": 1}\n{\"sentence\": }\n", "a.jsonl, line 2: this is not a JSON object")]
    [InlineData("a.jsonl", "[1]\n", "a.jsonl, line 1: this is not a JSON object (it is a list).")]
    [InlineData("a.jsonl", "{\"sentence\": \"\\ud800\", \"label\": 1}\n", "a.jsonl, line 1: this is not a JSON object")]
    [InlineData("a.jsonl", "{\"label\": \"x\"}\n{\"sentence\": \"one\", \"label\": 1}\n", "a.jsonl, line 1: there is no 'sentence'.")]
    [InlineData("a.xls", "x", "files that end in '.xls' cannot be read.")]
    public void Bad_files_are_refused_with_their_line(string file, string content, string sentence)
    {
        var reader = new ColumnReader(new() { Kind = TaskKind.Classification, Text = ["sentence"], Label = ["label"] });

        Assert.Contains(sentence, Assert.Throws<TaskDataException>(() => reader.Read("train", _folder.Write(file, content))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_text_is_refused()
    {
        Assert.Contains("at or after line 1: this is not UTF-8", Assert.Throws<TaskDataException>(() => TableFile.Read(_folder.Write("a.tsv", [(byte)'a', 0xFF, (byte)'\n']))).Message, StringComparison.Ordinal);
        Assert.Contains("there is no such file", Assert.Throws<TaskDataException>(() => TableFile.Read(_folder.At("b.tsv"))).Message, StringComparison.Ordinal);
        byte[] packed = ScratchFolder.Gzip("text\tlabel\na\t1\n");
        Assert.Equal(2, TableFile.Read(_folder.Write("c.tsv.gz", packed)).Rows.Count);
        Assert.Throws<TaskDataException>(() => TableFile.Read(_folder.Write("d.tsv.gz", [.. "no gzip"u8])));
    }

    [Theory]
    [InlineData("a.csv", "text,category\nHow?,card\nWhy?,top_up\n", "text", "-", "category", TaskKind.Classification)]
    [InlineData("a.tsv", "label\ttext_a\n1\tgut\n0\tschlecht\n", "text_a", "-", "label", TaskKind.Classification)]
    [InlineData("a.jsonl", "{\"question1\": \"a b\", \"question2\": \"c d\", \"score\": 0.5}\n{\"question1\": \"e\", \"question2\": \"f\", \"score\": 3}\n", "question1", "question2", "score", TaskKind.Regression)]
    [InlineData("a.jsonl", "{\"text\": \"a\", \"labels\": [\"x\", \"y\"]}\n{\"text\": \"b\", \"labels\": []}\n", "text", "-", "labels", TaskKind.MultiLabel)]
    [InlineData("a.csv", "text,tags\na,x|y\nb,\n", "text", "-", "tags", TaskKind.MultiLabel)]
    [InlineData("a.csv", "Meinung,Urteil\nsehr gut,ja\nschlecht,nein\nganz gut,ja\nnie wieder,nein\n", "Meinung", "-", "Urteil", TaskKind.Classification)]
    [InlineData("a.csv", "Text;Note\ngut, ja;1,5\n\"nie; wieder\";5,0\n", "Text", "-", "Note", TaskKind.Classification)]
    [InlineData("a.jsonl", "{\"text\": \"Kim sat.\", \"tokens\": [\"Kim\", \"sat\", \".\"], \"ner_tags\": [\"B-PER\", \"O\", \"O\"]}\n", "tokens", "-", "ner_tags", TaskKind.TokenLabels)]
    [InlineData("a.tsv", "words\ttags\nKim sat\tB-PER O\nshe\tO\n", "words", "-", "tags", TaskKind.TokenLabels)]
    [InlineData("a.tsv", "pos\tA long and lovely day\nneg\tA short and ugly one\npos\tAnother long day\n", "column2", "-", "column1", TaskKind.Classification)]
    public void Columns_are_found_out(string file, string content, string text, string pair, string label, TaskKind kind)
    {
        var guess = TableGuess.Of(TableFile.Read(_folder.Write(file, content)), new());

        Assert.Equal((text, pair, label, kind), (guess.Layout.Text[0], guess.Layout.Pair is [var p] ? p : "-", guess.Layout.Label[0], guess.Layout.Kind));
        Assert.NotEmpty(new ColumnReader(guess.Layout).Read("train", _folder.At(file)).Examples);
        Assert.Contains(guess.Lines, l => l.Contains("(--label)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{\"tokens\": [\"Kim\", \"sat\"], \"tags\": [\"O\"]}\n", "a.jsonl, line 1: there are 2 words (column 'tokens'), but 1 tags.")]
    [InlineData("{\"tokens\": [], \"tags\": []}\n", "a.jsonl, line 1: a word is empty, or there is none (column 'tokens').")]
    [InlineData("{\"tokens\": [\"Kim\"], \"tags\": [\"\"]}\n", "a.jsonl, line 1: a tag is empty.")]
    public void Words_and_tags_must_agree(string content, string sentence)
    {
        var guess = TableGuess.Of(TableFile.Read(_folder.Write("a.jsonl", content)), new());

        Assert.Contains(sentence, Assert.Throws<TaskDataException>(() => new ColumnReader(guess.Layout).Read("train", _folder.At("a.jsonl"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.conll", "Kim I-PER\n", 2)]
    [InlineData("a.txt", "Kim NNP I-PER\nsat VBD O\n\nHe PRP O\n", 3)]
    [InlineData("a.tsv", "Kim\tO\n\nHe\tO\n\n", 2)]
    [InlineData("a.tsv", "text\tlabel\nKim sat\tgood\n\nHe ran away\tbad\n", null)]
    [InlineData("a.tsv", "text\tlabel\none\t1\ntwo\t2\n\n", null)]
    [InlineData("a.csv", "a,b\n\nc,d\n", null)]
    public void A_word_a_line_is_told_from_a_table(string file, string content, int? columns)
    {
        string path = _folder.Write(file, content);

        Assert.Equal(columns, ConllFile.ColumnsOf(path));
        Assert.Equal(columns is null ? TaskKind.Classification : TaskKind.TokenLabels, OwnFile.Look(path, new()).Kind);
    }

    [Fact]
    public void Texts_without_answers_are_read_on_request()
    {
        var layout = TableGuess.Of(TableFile.Read(_folder.Write("a.csv", "text\nHow?\nWhy?\n")), new() { Label = TableGuess.None, Kind = TaskKind.Classification }).Layout;

        Assert.All(new ColumnReader(layout).Read("new", _folder.At("a.csv")).Examples, e => Assert.Null(e.Labels));
        Assert.Contains("it cannot be told in which columns", Assert.Throws<TaskDataException>(() => TableGuess.Of(TableFile.Read(_folder.At("a.csv")), new())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_person_says_about_columns_counts()
    {
        var table = TableFile.Read(_folder.Write("a.tsv", "text\tsentence2\tlabel\tstars\na b\tc\tx\t1\nd\te\ty\t2\n"));
        Assert.Equal(["sentence2"], TableGuess.Of(table, new()).Layout.Pair);

        var layout = TableGuess.Of(table, new() { Text = "sentence2", Pair = TableGuess.None, Label = "stars", Kind = TaskKind.Regression }).Layout;

        Assert.Equal(("sentence2", 0, "stars", TaskKind.Regression), (layout.Text[0], layout.Pair.Count, layout.Label[0], layout.Kind));
        Assert.Contains("there is no column 'starz' (--label). The columns are: text, sentence2, label, stars.",
            Assert.Throws<TaskDataException>(() => TableGuess.Of(table, new() { Label = "starz" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_labels_stand_in_a_list_or_between_separators()
    {
        var reader = new ColumnReader(new() { Kind = TaskKind.MultiLabel, Text = ["text"], Label = ["labels"] });

        Assert.Equal(["a, b/c", "", "d"], reader.Read("train", _folder.Write("a.jsonl", "{\"text\": \"x\", \"labels\": [\"a, b\", \"c\"]}\n{\"text\": \"x\", \"labels\": []}\n{\"text\": \"x\", \"labels\": \"d\"}\n")).Examples.Select(e => string.Join('/', e.Labels!)));
        Assert.Equal(["a, b/c", "d", ""], reader.Read("train", _folder.Write("a.tsv", "text\tlabels\nx\ta, b | c\nx\td\nx\t\n")).Examples.Select(e => string.Join('/', e.Labels!)));
    }

    public void Dispose() => _folder.Dispose();
}
