using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text;

public sealed class CorpusMixtureTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    [Fact]
    public void A_single_corpus_keeps_its_order()
    {
        var corpus = Lines("a.jsonl", 50);

        Assert.Equal(corpus.Read(), Read(new CorpusMixture([new(corpus)], seed: 4)).Select(mixed => mixed.Document));
    }

    [Fact]
    public void Every_document_comes_once_a_pass_and_corpora_keep_their_order()
    {
        var mixture = new CorpusMixture([new(Lines("a.jsonl", 40), 2), new(Lines("b.jsonl", 100)), new(Lines("c.jsonl", 30), 0.5)], seed: 4);

        var mixed = Read(mixture);

        Assert.Equal(210, mixed.Count);
        for (int part = 0; part < 3; part++)
        {
            var own = mixed.Where(m => m.Part == part).ToList();
            Assert.Equal(Enumerable.Range(0, mixture.Parts[part].Passes).SelectMany(_ => mixture.Parts[part].Corpus.Read()), own.Select(m => m.Document));
            Assert.Equal(own.OrderBy(m => m.Pass).Select(m => m.Pass), own.Select(m => m.Pass));
        }
    }

    [Fact]
    public void Every_stretch_holds_the_corpora_in_proportion()
    {
        var mixed = Read(new CorpusMixture([new(Lines("a.jsonl", 500), 2), new(Lines("b.jsonl", 1000))], seed: 4));

        foreach (var stretch in mixed.Chunk(200)) Assert.InRange(stretch.Count(m => m.Part == 0), 60, 140);   // more than five deviations
    }

    [Fact]
    public void The_order_is_a_function_of_the_seed()
    {
        var parts = new CorpusPart[] { new(Lines("a.jsonl", 100)), new(Lines("b.jsonl", 100)) };

        var first = Read(new CorpusMixture(parts, seed: 4));

        Assert.Equal(first, Read(new CorpusMixture(parts, seed: 4)));
        Assert.NotEqual(first, Read(new CorpusMixture(parts, seed: 5)));
    }

    [Fact]
    public void Reading_goes_on_from_any_document()
    {
        var mixture = new CorpusMixture([new(Lines("a.jsonl", 20), 2), new(Lines("b.jsonl", 30))], seed: 4);
        long[] counts = mixture.Count(null, CancellationToken.None);
        var all = Read(mixture);
        var read = new PartPosition[2];

        for (int i = 0; i < all.Count; i++)
        {
            Assert.Equal(all[i..], mixture.Read(counts, read, null, CancellationToken.None));
            var (document, part, pass) = all[i];
            read[part] = new PartPosition(pass, read[part].Documents + 1, document.Place, TextHash.Of(document.Text));
        }
        Assert.Empty(mixture.Read(counts, read, null, CancellationToken.None));
    }

    [Fact]
    public void A_file_that_changed_since_is_refused()
    {
        var mixture = new CorpusMixture([new(Lines("a.jsonl", 20)), new(Lines("b.jsonl", 30))], seed: 4);
        long[] counts = mixture.Count(null, CancellationToken.None);
        var last = Read(mixture).Take(10).Last(m => m.Part == 0).Document;
        var moved = new PartPosition[] { new(0, 5, last.Place, TextHash.Of("another text")), default };
        Assert.Throws<CorpusException>(() => mixture.Read(counts, moved, null, CancellationToken.None).Count());

        Assert.Throws<CorpusException>(() => mixture.Read([19, 30], new PartPosition[2], null, CancellationToken.None).Count());
        Assert.Throws<CorpusException>(() => mixture.Read([20, 31], new PartPosition[2], null, CancellationToken.None).Count());
        Assert.Equal(50, mixture.Read([20, 30], new PartPosition[2], null, CancellationToken.None).Count());
    }

    [Fact]
    public void Progress_ends_with_everything_read()
    {
        var mixture = new CorpusMixture([new(Lines("a.jsonl", 20), 2), new(Lines("b.jsonl", 30))], seed: 4);
        var reports = new List<long>();

        long[] counts = mixture.Count(new Each(reports.Add), CancellationToken.None);
        _ = mixture.Read(counts, new PartPosition[2], new Each(reports.Add), CancellationToken.None).Count();

        Assert.Equal(mixture.TotalBytes, reports[^1]);
        Assert.Equal(reports.Order(), reports);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        var corpus = Lines("a.jsonl", 3);

        Assert.Throws<CorpusException>(() => new CorpusMixture([new(corpus), new(TextCorpus.Open([_folder.Path]))]));
        Assert.Throws<ArgumentException>(() => new CorpusMixture([]));
        foreach (double weight in (double[])[0, -1, 101, double.NaN]) Assert.Throws<ArgumentException>(() => new CorpusMixture([new(corpus, weight)]));
    }

    public void Dispose() => _folder.Dispose();

    private static List<MixedDocument> Read(CorpusMixture mixture) =>
        [.. mixture.Read(mixture.Count(null, CancellationToken.None), new PartPosition[mixture.Parts.Count], null, CancellationToken.None)];

    private TextCorpus Lines(string name, int count) =>
        TextCorpus.Open([_folder.Write(name, string.Concat(Enumerable.Range(0, count).Select(i => $"{{\"text\": \"{name} {i}\"}}\n")))]);

    private sealed class Each(Action<long> action) : IProgress<long>
    {
        public void Report(long value) => action(value);
    }
}
