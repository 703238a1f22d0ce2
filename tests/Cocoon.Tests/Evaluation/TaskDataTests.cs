using Cocoon.Evaluation;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.Tests.Evaluation;

/// <summary>Data that cannot be learned is answered before step 0, and what is merely odd is said.</summary>
public sealed class TaskDataTests : IDisposable
{
    private const string Header = "text\tlabel\n";
    private readonly ScratchFolder _folder = new();

    [Theory]
    [InlineData("a\tx\nb\ty\n", "c\tx\nd\tz\n", "dev.tsv, line 3: the label 'z' is not among the 2 that training knows: x, y.")]
    [InlineData("a\tx\nb\tx\n", "c\tx\n", "train.tsv: every example has the label 'x': there is nothing to tell apart.")]
    [InlineData("a\tx\n \ty\n", "c\tx\n", "train.tsv, line 3: the text is empty (column 'text').")]
    public void What_cannot_be_learned_is_refused(string train, string development, string sentence)
    {
        Write(train, development);

        Assert.Contains(sentence, Assert.Throws<TaskDataException>(() => OwnTask.Find(_folder.Path, new()).Load()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Kim O\n\nsat O\n", "every word has the tag 'O': there is nothing to tell apart.")]
    [InlineData("Kim I-X\n\nsat O\n\nran I-Y\n", null)]
    public void Tags_must_differ(string content, string? sentence)
    {
        _folder.Write("train.conll", content);
        _folder.Write("dev.conll", "Kim O\n");

        if (sentence is null) Assert.Equal([MeasureNames.EntityF1], OwnTask.Find(_folder.Path, new()).Load().Task.Settings.Metrics);
        else Assert.Contains(sentence, Assert.Throws<TaskDataException>(() => OwnTask.Find(_folder.Path, new()).Load()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_that_are_hardly_those_of_names_are_said_to_be_words()
    {
        _folder.Write("train.conll", "Kim S-PER\nsat O\n\nLahore B-LOC\nran O\n");
        _folder.Write("dev.conll", "Kim O\n");

        var data = OwnTask.Find(_folder.Path, new()).Load();

        Assert.Equal([MeasureNames.Accuracy], data.Task.Settings.Metrics);
        Assert.Contains(data.Notes, n => n.Contains("the tag 'S-PER' is neither O, nor B- or I-", StringComparison.Ordinal));
    }

    [Fact]
    public void Several_labels_are_needed_somewhere()
    {
        _folder.Write("train.jsonl", "{\"text\": \"a\", \"labels\": []}\n{\"text\": \"b\", \"labels\": []}\n");
        _folder.Write("dev.jsonl", "{\"text\": \"a\", \"labels\": []}\n");

        Assert.Contains("no example has a label", Assert.Throws<TaskDataException>(() => OwnTask.Find(_folder.Path, new() { Kind = TaskKind.MultiLabel }).Load()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_example_of_a_label_is_not_held_out()
    {
        string rows = string.Concat(Enumerable.Range(0, 40).Select(i => $"t{i},{(i < 20 ? $"only{i}" : "usual")}\n")), file = _folder.Write("topics.csv", "text,label\n" + rows);

        var data = OwnTask.Find(file, new()).Load();

        Assert.Equal(21, data.Task.Settings.Labels.Count);
        Assert.Equal(Enumerable.Repeat("usual", 4), data.Development[0].Examples.Select(e => e.Labels![0]));
        _folder.Write("topics.csv", "text,label\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"t{i},only{i}\n")));
        Assert.Contains("no example can be held out", Assert.Throws<TaskDataException>(() => OwnTask.Find(file, new()).Load()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_are_needed()
    {
        _folder.Write("train.tsv", "sentence\tlabel\na\t0\nb\t1\n");
        _folder.Write("dev.tsv", "index\tsentence\n0\ta\n");

        Assert.Contains("dev.tsv, line 2: the examples have no answers.", Assert.Throws<TaskDataException>(() => TaskData.Load(TaskCatalog.Find("SST-2")!, _folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("there is no such file", Assert.Throws<TaskDataException>(() => TaskData.Load(TaskCatalog.Find("SNLI")!, _folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("there is no such folder", Assert.Throws<TaskDataException>(() => TaskData.Load(TaskCatalog.Find("MNLI")!, _folder.At("no"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_must_differ()
    {
        Write("a\t1.5\nb\t1.5\n", "c\t1\n");

        Assert.Contains("every answer is 1.5", Assert.Throws<TaskDataException>(() => OwnTask.Find(_folder.Path, new() { Kind = TaskKind.Regression }).Load()).Message, StringComparison.Ordinal);
        Write("a\t1.5\nb\tmuch\n", "c\t1\n");
        Assert.Contains("train.tsv, line 3: 'much' is not a number (column 'label').", Assert.Throws<TaskDataException>(() => OwnTask.Find(_folder.Path, new() { Kind = TaskKind.Regression }).Load()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_odd_is_said()
    {
        Write(string.Concat(Enumerable.Range(0, 50).Select(i => $"t{i}\t{(i == 7 ? "rare" : "usual")}\n")), "t7\tusual\nnew\trare\n");

        var data = OwnTask.Find(_folder.Path, new()).Load();

        Assert.Contains(data.Notes, n => n.Contains("the labels are unbalanced: 'rare' has 1 of 50 examples.", StringComparison.Ordinal));
        Assert.Contains(data.Notes, n => n.Contains("dev.tsv: 1 of 2 examples stand in the training data, too", StringComparison.Ordinal));
        Assert.Equal(["rare", "usual"], data.Task.Settings.Labels);
    }

    [Fact]
    public void Without_development_data_one_in_ten_is_held_out()
    {
        string file = _folder.Write("reviews.csv", "text,label\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"t{i},{(i % 2 == 0 ? "x" : "y")}\n")));

        var (data, again) = (OwnTask.Find(file, new()).Load(), OwnTask.Find(file, new()).Load());

        Assert.Equal((36, 4), (data.Train.Examples.Count, data.Development[0].Examples.Count));
        Assert.Empty(data.Train.Examples.Select(e => e.Text).Intersect(data.Development[0].Examples.Select(e => e.Text)));
        Assert.Equal(data.Development[0].Examples.Select(e => e.Text), again.Development[0].Examples.Select(e => e.Text));
        Assert.Contains(data.Notes, n => n.Contains("4 of 40 examples are held out of training", StringComparison.Ordinal));
        Assert.Contains("there is no training file here", Assert.Throws<TaskDataException>(() => OwnTask.Find(_folder.Path, new())).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string train, string development)
    {
        _folder.Write("train.tsv", Header + train);
        _folder.Write("dev.tsv", Header + development);
    }
}
