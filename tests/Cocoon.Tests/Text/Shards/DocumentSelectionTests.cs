using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Shards;

public sealed class DocumentSelectionTests
{
    private static readonly UInt128[] s_hashes = [.. Enumerable.Range(0, 20_000).Select(i => TextHash.Of($"document {i}"))];

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void The_part_held_out_is_the_one_asked_for(double rate)
    {
        int heldOut = HeldOut(new DocumentSelection(3, rate)).Count;

        // Five standard deviations of a binomial count.
        Assert.InRange(heldOut, s_hashes.Length * rate - 5 * Math.Sqrt(s_hashes.Length * rate * (1 - rate)), s_hashes.Length * rate + 5 * Math.Sqrt(s_hashes.Length * rate * (1 - rate)));
    }

    [Fact]
    public void A_higher_rate_only_adds_and_another_seed_holds_out_others()
    {
        var few = HeldOut(new DocumentSelection(3, 0.05));

        Assert.Subset(HeldOut(new DocumentSelection(3, 0.1)), few);
        Assert.True(HeldOut(new DocumentSelection(4, 0.05)).Intersect(few).Count() < few.Count / 4);
        Assert.Empty(HeldOut(new DocumentSelection(3, 0)));
    }

    [Fact]
    public void A_document_held_out_is_written_once_whatever_its_weight()
    {
        var selection = new DocumentSelection(3, 0.1);
        foreach (var hash in HeldOut(selection))
        {
            Assert.Equal(Destination.HeldOut, selection.Of(hash, 0.1, 0));
            Assert.Equal(Destination.None, selection.Of(hash, 3, 1));
        }
    }

    [Theory]
    [InlineData(0.25)]
    [InlineData(1)]
    [InlineData(2.5)]
    public void Weights_say_how_often_documents_are_used(double weight)
    {
        var selection = new DocumentSelection(3, 0);
        int passes = (int)Math.Ceiling(weight);
        int[] uses = [.. s_hashes.Select(hash => Enumerable.Range(0, passes).Count(pass => selection.Of(hash, weight, pass) == Destination.Training))];

        Assert.All(uses, use => Assert.InRange(use, (int)weight, passes));
        Assert.InRange(uses.Average(), weight - 0.02, weight + 0.02);
    }

    private static HashSet<UInt128> HeldOut(DocumentSelection selection) => [.. s_hashes.Where(hash => selection.Of(hash, 1, 0) == Destination.HeldOut)];
}
