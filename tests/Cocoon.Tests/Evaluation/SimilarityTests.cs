using Cocoon.Evaluation;
using Cocoon.Kernels;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Evaluation;

public sealed class SimilarityTests : IDisposable
{
    private static readonly string[] s_tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "cat", "dog", "sat", "on", "mat", "."];

    private readonly ScratchFolder _folder = new();

    [Fact]
    public void Both_layouts_are_found_below_a_folder()
    {
        WriteSemEval();
        _folder.Write("STS-B/dev.tsv", "index\tsentence1\tsentence2\tscore\n0\tthe \"cat\tb\t2\n");
        _folder.Write("STS-B/test.tsv", "index\tsentence1\tsentence2\n0\ta\tb\n");   // as GLUE publishes it
        _folder.Write("other/readme.txt", "nothing");

        var found = SimilarityData.Find([_folder.Path]);

        Assert.Equal([("STS-B", false, "dev 1"), ("STS12", true, "MSRpar 3, OnWN 2")], found.Select(d => (d.Name, d.AreOne, string.Join(", ", d.Sets.Select(s => $"{s.Name} {s.Examples.Count}")))));
        Assert.Equal(("the \"cat", "b", 2f), Pair(found[0].Sets[0].Examples[0]));
        Assert.Equal(("the cat", "a dog", 0.25f), Pair(found[1].Sets[0].Examples[2]));
        Assert.Equal(4, found[1].Sets[0].Examples[2].Place.Line);   // the pair on line 3 was not judged
        Assert.Equal("STS12", Assert.Single(SimilarityData.Find([_folder.At("STS12")])).Name);
    }

    [Fact]
    public void Cosines_are_compared_set_by_set_and_all_together()
    {
        WriteSemEval();
        using var kernels = new ReferenceKernels();
        using var store = new ParameterStore(seed: 5);
        var model = new MaskedLmModel(new(store), new() { VocabularySize = s_tokens.Length, HiddenSize = 16, Heads = 2, Layers = 1, FeedForwardSize = 32, MaxLength = 12 }, pairs: false);
        using var embedder = new Embedder(kernels, model, new WordPieceTokenizer(s_tokens), Pooling.Mean);
        var data = SimilarityData.Find([_folder.At("STS12")]).Single();
        double[][] cosines = [.. data.Sets.Select(set => set.Examples.Select(e => Cosine(embedder, e)).ToArray())], people = [.. data.Sets.Select(set => set.Examples.Select(e => (double)e.Number!).ToArray())];

        var scores = SimilarityEvaluation.Score(embedder, data).ToList();

        Assert.Equal([("MSRpar", 3), ("OnWN", 2), ("all", 5)], scores.Select(s => (s.Set, s.Pairs)));
        Assert.Equal(Correlation.Spearman(cosines[0], people[0]), scores[0].Spearman, Tolerances.Score);
        Assert.Equal(Correlation.Spearman([.. cosines[0], .. cosines[1]], [.. people[0], .. people[1]]), scores[2].Spearman, Tolerances.Score);
        Assert.Equal(Correlation.Pearson([.. cosines[0], .. cosines[1]], [.. people[0], .. people[1]]), scores[2].Pearson, Tolerances.Score);
        Assert.NotEqual(scores[0].Pearson, scores[2].Pearson);
    }

    [Theory]
    [InlineData("STS12/STS.gs.OnWN.txt", "1\n", "has 1 lines, but there are 2 pairs")]
    [InlineData("STS12/STS.gs.OnWN.txt", "1\nhigh\n", "line 2: \"high\" is not a number")]
    [InlineData("STS12/STS.gs.OnWN.txt", "1\nNaN\n", "line 2: \"NaN\" is not a number")]
    [InlineData("STS12/STS.gs.OnWN.txt", "\n\n", "has no score")]
    [InlineData("STS12/STS.input.OnWN.txt", "one\nthe\tmat\n", "line 1: these are not two sentences")]
    [InlineData("STS12/STS.input.more.txt", "the\tmat\n", "STS.gs.more.txt: there is no such file")]
    public void Damaged_files_are_refused_with_their_place(string file, string content, string sentence)
    {
        WriteSemEval();
        _folder.Write(file, content);
        Assert.Contains(sentence, Refused("STS12"), StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_without_pairs_and_torn_lines_are_refused()
    {
        _folder.Write("empty/readme.txt", "nothing");
        _folder.Write("torn/dev.tsv", "sentence1\tsentence2\tscore\na\tb\n");
        _folder.Write("bytes/dev.tsv", [.. "sentence1\tsentence2\tscore\na\t"u8, 0xFF, .. "\t1\n"u8]);

        Assert.Contains("holds no sentence pairs", Refused("empty"), StringComparison.Ordinal);
        Assert.Contains("line 2: the row has 2 cells, but there are 3 columns", Refused("torn"), StringComparison.Ordinal);
        Assert.Contains("not UTF-8", Refused("bytes"), StringComparison.Ordinal);
        Assert.Contains("no such folder", Refused("nowhere"), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static (string, string?, float?) Pair(LabelledExample example) => (example.Text, example.Pair, example.Number);

    private static double Cosine(Embedder embedder, LabelledExample example) => embedder.Embed([example.Text]).Single().CosineTo(embedder.Embed([example.Pair!]).Single());

    private string Refused(string folder) => Assert.Throws<TaskDataException>(() => SimilarityData.Find([_folder.At(folder)])).Message;

    private void WriteSemEval()
    {
        _folder.Write("STS12/STS.input.MSRpar.txt", "the cat sat\tthe cat sat .\nthe mat\tthe dog\na\tb\nthe cat\ta dog\n");
        _folder.Write("STS12/STS.gs.MSRpar.txt", "5.000\n1.5\n\n0.25\n");
        _folder.Write("STS12/STS.input.OnWN.txt", "on\tthe mat on the mat\nsat\tsat\n");
        _folder.Write("STS12/STS.gs.OnWN.txt", "2\n4.5\n");
        _folder.Write("STS12/STS.gs.ALL.txt", "2\n4.5\n");
    }
}
