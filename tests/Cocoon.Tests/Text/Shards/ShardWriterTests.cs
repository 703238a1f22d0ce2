using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Shards;

public sealed class ShardWriterTests(ShardFixture fixture) : IClassFixture<ShardFixture>
{
    private static readonly int[][] s_documents = ShardFixture.Documents(40, 60);

    [Fact]
    public void A_crash_at_any_moment_leaves_no_readable_set_and_the_next_writer_starts_over()
    {
        string whole = fixture.Write(s_documents), folder = fixture.NewFolder();
        using var writer = new ShardWriter(folder, ShardFixture.SmallShards);
        var states = new HashSet<string>();
        foreach (int[] document in s_documents)
        {
            writer.Add(document, ShardFixture.Origin);
            string files = string.Join(' ', Directory.GetFiles(folder).Select(Path.GetFileName).Order());
            if (!states.Add(files)) continue;

            string crashed = fixture.Crash(folder);
            File.WriteAllText(Path.Combine(crashed, "manifest.json.tmp-77"), "{ torn");
            Assert.Throws<ShardException>(() => ShardSet.Open(crashed));
            using var again = new ShardWriter(crashed, ShardFixture.SmallShards);
            Assert.Equal(Directory.GetFiles(folder).Length, again.UnfinishedFilesRemoved);   // the marker stays, the torn manifest went
            foreach (int[] d in s_documents) again.Add(d, ShardFixture.Origin);
            again.Complete([new ShardSource("a.txt", 12)], [new("note", "kept")]);
            ShardFixture.AssertSameFiles(whole, crashed);
        }
        Assert.True(states.Count > 5);
    }

    [Fact]
    public void A_crash_between_the_manifest_and_the_last_clean_up_leaves_a_whole_set()
    {
        string folder = fixture.Write(s_documents);
        File.WriteAllText(Path.Combine(folder, "preparation-in-progress"), "");

        Assert.Equal(s_documents.SelectMany(d => d), ShardFixture.OpenAndReadAll(folder));
        Assert.Throws<ShardException>(() => new ShardWriter(folder, ShardFixture.SmallShards));
    }

    [Fact]
    public void Folders_that_hold_something_else_are_left_alone()
    {
        string complete = fixture.Write(s_documents), foreign = fixture.NewFolder(), mixed = fixture.NewFolder();
        Directory.CreateDirectory(foreign);
        File.WriteAllText(Path.Combine(foreign, "thesis.txt"), "precious");
        using (var unfinished = new ShardWriter(mixed, ShardFixture.SmallShards)) unfinished.Add([7], ShardFixture.Origin);
        File.WriteAllText(Path.Combine(mixed, "thesis.txt"), "precious");

        foreach (string folder in (string[])[complete, foreign, mixed])
        {
            string[] before = Directory.GetFiles(folder);
            Assert.Equal(folder, Assert.Throws<ShardException>(() => new ShardWriter(folder, ShardFixture.SmallShards)).File);
            Assert.Equal(before, Directory.GetFiles(folder));
        }
    }

    [Fact]
    public void Two_writers_do_not_share_a_folder()
    {
        string folder = fixture.NewFolder();
        using var writer = new ShardWriter(folder, ShardFixture.SmallShards);
        writer.Add([7], ShardFixture.Origin);

        Assert.Throws<ShardException>(() => new ShardWriter(folder, ShardFixture.SmallShards));

        writer.Complete([new ShardSource("a.txt", 12)], []);
        Assert.Equal([7], ShardFixture.OpenAndReadAll(folder));
    }

    [Fact]
    public void Nothing_to_write_is_refused()
    {
        using var writer = new ShardWriter(fixture.NewFolder(), ShardFixture.SmallShards);

        Assert.Throws<ShardException>(() => writer.Complete([], []));
    }

    [Fact]
    public void Documents_that_cannot_be_are_refused()
    {
        using var writer = new ShardWriter(fixture.NewFolder(), ShardFixture.SmallShards);

        Assert.Throws<ArgumentException>(() => writer.Add([], ShardFixture.Origin));
        Assert.Throws<ArgumentException>(() => writer.Add([1000], ShardFixture.Origin));
        Assert.Throws<ArgumentException>(() => writer.Add([-1], ShardFixture.Origin));
        writer.Add([7], ShardFixture.Origin with { Source = 1 });
        Assert.Throws<ArgumentException>(() => writer.Complete([new ShardSource("a.txt", 12)], []));
    }
}
