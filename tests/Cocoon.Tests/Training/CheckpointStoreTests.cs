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
        long operations = 0;
        Save(In("count"), 2, "b", new("checkpoint", n => operations = n));
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

    private static Failpoint Nothing => new("checkpoint", _ => { });

    private static CheckpointStore Store(string folder, Failpoint failpoint) => new(folder, keepLast: 2, keepEvery: 4, failpoint);

    private static void Save(string folder, long step, string content, Failpoint failpoint) => Store(folder, failpoint).Save(step, new Dictionary<string, Action<Stream>>
    {
        ["weights"] = stream => stream.Write(System.Text.Encoding.ASCII.GetBytes(content)),
        ["moments"] = stream => stream.Write("m"u8),
    });

    private string In(string name) => _folder.At(name);

    private sealed class CrashException : Exception;
}
