using Cocoon.Testing;
using Cocoon.Training;
using Xunit;

namespace Cocoon.Tests.Training;

public sealed class CheckpointStoreTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    [Fact]
    public void A_crash_before_any_operation_of_a_save_leaves_the_old_checkpoint_or_the_new_one()
    {
        long operations = Operations();
        Assert.InRange(operations, 8, 40);
        for (long crash = 1; crash <= operations; crash++)
        {
            string folder = In($"crash-{crash}");
            Save(folder, 1, "a", Nothing);
            Assert.Throws<CrashException>(() => Save(folder, 2, "b", new("checkpoint", n => { if (n == crash) throw new CrashException(); })));
            var warnings = new List<string>();
            var store = Store(folder, Nothing);
            store.RemoveUnfinished();
            var (path, step) = store.Newest(warnings.Add)!.Value;

            Assert.Equal(step == 1 ? "a" : "b", File.ReadAllText(Path.Combine(path, "weights")));
            Assert.Empty(warnings);
            Save(folder, 3, "c", Nothing); // and the run goes on
            Assert.Equal(3, store.Newest(warnings.Add)!.Value.Step);
            Assert.DoesNotContain(Directory.GetFileSystemEntries(folder), e => e.Contains(".tmp-", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("weights", 0)]
    [InlineData("weights", 3)]
    [InlineData("manifest.json", 0)]
    [InlineData("manifest.json", 17)]
    [InlineData("weights", -1)] // missing
    [InlineData("manifest.json", -1)]
    public void A_damaged_checkpoint_is_named_once_and_the_one_before_it_is_used(string file, int length)
    {
        string folder = In($"damaged-{file}-{length}");
        Save(folder, 1, "first", Nothing);
        Save(folder, 2, "second", Nothing);
        string path = Path.Combine(folder, "step-00000002", file);
        if (length < 0) File.Delete(path);
        else File.WriteAllBytes(path, File.ReadAllBytes(path)[..length]);
        var warnings = new List<string>();

        Assert.Equal(1, Store(folder, Nothing).Newest(warnings.Add)!.Value.Step);
        Assert.Contains(file, Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_flipped_bit_is_found()
    {
        string folder = In("bits");
        Save(folder, 1, "weights of a model", Nothing);
        foreach (string file in Directory.GetFiles(Path.Combine(folder, "step-00000001")))
        {
            byte[] good = File.ReadAllBytes(file);
            for (int bit = 0; bit < good.Length * 8; bit += 5)
            {
                byte[] bad = (byte[])good.Clone();
                bad[bit / 8] ^= (byte)(1 << bit % 8);
                File.WriteAllBytes(file, bad);
                var found = Store(folder, Nothing).Newest(_ => { });
                // White space and letter case in the manifest may change without changing what it says.
                if (found is not null) Assert.Equal(("manifest.json", 1), (Path.GetFileName(file), found.Value.Step));
            }
            File.WriteAllBytes(file, good);
        }
        Assert.NotNull(Store(folder, Nothing).Newest(_ => { }));
    }

    [Fact]
    public void Old_checkpoints_go_but_for_the_last_and_every_nth()
    {
        string folder = In("kept");
        for (long step = 1; step <= 9; step++) Save(folder, step, "x", Nothing);

        Assert.Equal(["step-00000004", "step-00000008", "step-00000009"], Directory.GetDirectories(folder).Select(Path.GetFileName).Order());
        Assert.Equal("step-00000009\n", File.ReadAllText(Path.Combine(folder, "latest")));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_full_disk_at_any_operation_leaves_a_good_checkpoint_and_no_litter()
    {
        for (long full = 1; full <= Operations(); full++)
        {
            string folder = In($"full-{full}");
            Save(folder, 1, "a", Nothing);
            var failure = Assert.Throws<StorageFullException>(() => Save(folder, 2, "b", new("checkpoint", n => { if (n == full) throw new IOException("No space left on device", 28); })));

            Assert.Contains("make room", failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Directory.GetFileSystemEntries(folder), e => e.Contains(".tmp-", StringComparison.Ordinal));
            var (path, step) = Store(folder, Nothing).Newest(Fail)!.Value;
            Assert.Equal(step == 1 ? "a" : "b", File.ReadAllText(Path.Combine(path, "weights")));
        }
    }

    [Fact]
    public void A_crash_while_a_checkpoint_is_replaced_leaves_one_of_the_two()
    {
        var seen = new HashSet<string>();
        for (long crash = 1; crash <= Operations() + 1; crash++) // to replace takes one more
        {
            string folder = In($"replaced-{crash}");
            Save(folder, 1, "old", Nothing);
            Assert.Throws<CrashException>(() => Save(folder, 1, "new", new("checkpoint", n => { if (n == crash) throw new CrashException(); })));
            Store(folder, Nothing).RemoveUnfinished();

            seen.Add(File.ReadAllText(Path.Combine(Store(folder, Nothing).Newest(Fail)!.Value.Folder, "weights")));
            Assert.Equal(["latest", "step-00000001"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order());
        }
        Assert.Equal(["new", "old"], seen.Order());
    }

    [Fact]
    public void The_best_checkpoint_is_kept()
    {
        string folder = In("best");
        for (long step = 1; step <= 5; step++) Save(folder, step, "x", Nothing, best: 2);

        Assert.Equal(["step-00000002", "step-00000004", "step-00000005"], Directory.GetDirectories(folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_damaged_checkpoint_that_is_newer_does_not_count_as_kept()
    {
        string folder = In("newer");
        foreach (long step in new long[] { 1, 2, 9 }) Save(folder, step, "x", Nothing);
        File.WriteAllText(Path.Combine(folder, "step-00000009", "weights"), "y");
        Save(folder, 3, "x", Nothing);

        Assert.Equal(["step-00000002", "step-00000003", "step-00000009"], Directory.GetDirectories(folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_folder_that_cannot_be_listed_or_is_no_checkpoint_is_passed_over()
    {
        string folder = In("foreign");
        Save(folder, 1, "x", Nothing);
        Directory.CreateDirectory(Path.Combine(folder, "step-2"));
        Directory.CreateDirectory(Path.Combine(folder, "step-00000003", "manifest.json"));
        Directory.CreateDirectory(Path.Combine(folder, "step-x"));
        Directory.CreateDirectory(Path.Combine(folder, "notes"));
        var warnings = new List<string>();

        Assert.Equal(1, Store(folder, Nothing).Newest(warnings.Add)!.Value.Step);
        Assert.Equal(2, warnings.Count);
    }

    private long Operations()
    {
        long operations = 0;
        Save(In("count"), 1, "x", new("checkpoint", n => operations = n));
        Directory.Delete(In("count"), recursive: true);
        return operations;
    }

    private static void Fail(string warning) => Assert.Fail(warning);

    private static Failpoint Nothing => new("checkpoint", _ => { });

    private static CheckpointStore Store(string folder, Failpoint failpoint) => new(folder, keepLast: 2, keepEvery: 4, failpoint);

    private static void Save(string folder, long step, string content, Failpoint failpoint, long? best = null) => Store(folder, failpoint).Save(step, new Dictionary<string, Action<Stream>>
    {
        ["weights"] = stream => stream.Write(System.Text.Encoding.ASCII.GetBytes(content)),
        ["moments"] = stream => stream.Write("m"u8),
    }, best);

    private string In(string name) => _folder.At(name);

    private sealed class CrashException : Exception;
}
