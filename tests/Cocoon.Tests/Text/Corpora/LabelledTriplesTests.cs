using Cocoon.Testing;
using Cocoon.Tests.Text.Shards;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text;

public sealed class LabelledTriplesTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    private string Pairs(params (string Premise, string Hypothesis, string Label)[] pairs) =>
        _folder.Write("pairs.jsonl", string.Concat(pairs.Select(p => $"{{\"premise\": \"{p.Premise}\", \"hypothesis\": \"{p.Hypothesis}\", \"label\": \"{p.Label}\"}}\n")));

    [Fact]
    public void Each_entailed_hypothesis_makes_a_triple_with_the_contradictions_in_turn()
    {
        string pairs = Pairs(
            ("A", "neither", "neutral"), ("A", "yes", "entailment"), ("B", "never", "contradiction"), ("A ", "no", "contradiction"), ("A", "yes too", "entailment"),
            ("A", "yes \\u00e9", "entailment"), ("A", "not", "contradiction"), ("C", "alone", "entailment"), ("D", "unsure", "-"));

        var summary = LabelledTriples.Write([pairs], new(), _folder.At("triples.jsonl"));

        Assert.Equal(new TripleSummary(9, 4, 3), summary);
        Assert.Equal("{\"text\":[\"A\",\"yes\",\"no\"]}\n{\"text\":[\"A\",\"yes too\",\"not\"]}\n{\"text\":[\"A\",\"yes é\",\"no\"]}\n", File.ReadAllText(_folder.At("triples.jsonl")));
    }

    [Fact]
    public void A_triple_is_a_document_of_three_texts_with_the_separator_between_them()
    {
        string file = _folder.Write("triples.jsonl", "{\"text\": [\"ab\", \"c\", \"abc\"]}\n{\"text\": \"ab c\"}\n{\"text\": [\"a\"]}\n{\"text\": []}\n");
        var corpus = TextCorpus.Open([file]);
        var tokenizer = SmallTokenizer.Create();
        int[] Ids(string text)
        {
            var ids = new IntList();
            tokenizer.Encode(text, ids);
            return ids.Span.ToArray();
        }

        var documents = corpus.Read().ToList();
        DataPreparation.Run(corpus, tokenizer, _folder.At("shards"));

        Assert.Equal(["ab\nc\nabc", "ab c", "a"], documents.Select(d => d.Text));
        Assert.Equal([3, 5], documents[0].Cuts);
        Assert.Null(documents[1].Cuts ?? documents[2].Cuts);
        using var set = ShardSet.Open(_folder.At("shards"));
        int separator = tokenizer.Special.Separate;
        Assert.Equal([.. Ids("ab"), separator, .. Ids("c"), separator, .. Ids("abc"), .. Ids("ab c"), .. Ids("a")], ShardFixture.ReadAll(set));
        SourceVerification.Run(set, [file]);
    }

    [Fact]
    public void What_is_wrong_is_named_with_its_place_and_the_field_that_may_be_another()
    {
        string Refusal(string line) => Assert.Throws<CorpusException>(() => LabelledTriples.Write([_folder.Write("pairs.jsonl", line)], new(), _folder.At("out.jsonl"))).Message;

        Assert.Contains("line 1 has no field \"premise\". Name the field that holds the text with PairFields.Premise", Refusal("{\"sentence1\": \"a\"}"), StringComparison.Ordinal);
        Assert.Contains("line 1 has no field \"hypothesis\". Name the field that holds the text with PairFields.Hypothesis", Refusal("{\"premise\": \"a\"}"), StringComparison.Ordinal);
        Assert.Contains("the field \"label\" is a JSON number", Refusal("{\"premise\": \"a\", \"hypothesis\": \"b\", \"label\": 2}"), StringComparison.Ordinal);
        Assert.Contains("none of 1 premises", Refusal("{\"premise\": \"a\", \"hypothesis\": \"b\", \"label\": \"entailment\"}"), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.At("out.jsonl")));
    }

    public void Dispose() => _folder.Dispose();
}
