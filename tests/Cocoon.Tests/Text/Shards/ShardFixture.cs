using System.Security.Cryptography;
using System.Text;
using Cocoon.Determinism;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Shards;

/// <summary>Temporary folders, small documents made by number, and shard sets of them.</summary>
public sealed class ShardFixture : IDisposable
{
    public const string Tokenizer = "tokenizer-fingerprint";

    /// <summary>Where documents come from, if nobody asks.</summary>
    public static DocumentOrigin Origin { get; } = new(0, 1, 0, 0, 0);

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("cocoon-shards-");

    private int _folders;

    public static ShardOptions SmallShards { get; } = new() { Tokenizer = Tokenizer, VocabularySize = 1000, TokensPerShard = 300, BlockBytes = 64 };

    /// <summary>A path that does not exist yet.</summary>
    public string NewFolder() => Path.Combine(_root.FullName, $"{_folders++}");

    /// <summary>Documents of 1 to <paramref name="longest"/> ids below <paramref name="vocabularySize"/>; special tokens stay out.</summary>
    public static int[][] Documents(int count, int longest, int vocabularySize = 1000, ulong seed = 5)
    {
        int[][] documents = new int[count][];
        for (int d = 0; d < count; d++)
        {
            var stream = new RandomStream(seed, (uint)d, 7);
            documents[d] = new int[1 + stream.Below(longest, 1 << 20)];
            for (int i = 0; i < documents[d].Length; i++) documents[d][i] = 5 + stream.Below(vocabularySize - 5, (ulong)i);
        }
        return documents;
    }

    /// <summary>Writes a text file of documents of random letters, 10 to 60 words each, divided by blank lines.</summary>
    public string WriteCorpus(int documents, ulong seed = 21)
    {
        string path = Path.Combine(Directory.CreateDirectory(NewFolder()).FullName, "corpus.txt");
        using var writer = new StreamWriter(path);
        for (uint d = 0; d < documents; d++)
        {
            var stream = new RandomStream(seed, d, 0);
            ulong next = 0;
            for (int words = 10 + stream.Below(50, next++); words > 0; words--)
            {
                for (int letters = 1 + stream.Below(8, next++); letters > 0; letters--) writer.Write((char)('a' + stream.Below(26, next++)));
                writer.Write(' ');
            }
            writer.Write("\n\n");
        }
        return path;
    }

    public string Write(int[][] documents, ShardOptions? options = null)
    {
        string folder = NewFolder();
        using var writer = new ShardWriter(folder, options ?? SmallShards);
        foreach (int[] document in documents) writer.Add(document, Origin);
        writer.Complete([new ShardSource("a.txt", 12)], [new("note", "kept")]);
        return folder;
    }

    /// <summary>What a crash would leave of a folder while a writer holds it: finished shards whole, the rest torn.</summary>
    public string Crash(string folder)
    {
        string copy = Directory.CreateDirectory(NewFolder()).FullName;
        foreach (string file in Directory.GetFiles(folder))
        {
            string target = Path.Combine(copy, Path.GetFileName(file));
            if (file.EndsWith(".tmp", StringComparison.Ordinal)) File.WriteAllBytes(target, new byte[new FileInfo(file).Length]);
            else CopyInUse(file, target);
        }
        return copy;
    }

    // A file that its writer keeps to itself opens for no other stream of .NET; the lock is advice that cp does not ask for.
    private static void CopyInUse(string file, string target)
    {
        using var copy = System.Diagnostics.Process.Start("cp", [file, target]);
        copy.WaitForExit();
    }

    /// <summary>Asserts that two folders hold the same files with the same bytes.</summary>
    public static void AssertSameFiles(string expected, string actual)
    {
        Assert.Equal(Names(expected), Names(actual));
        foreach (string name in Names(expected)) Assert.Equal(File.ReadAllBytes(Path.Combine(expected, name)), File.ReadAllBytes(Path.Combine(actual, name)));

        static IEnumerable<string> Names(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal);
    }

    public static int[] ReadAll(ShardSet set)
    {
        var ids = new IntList();
        for (long d = 0; d < set.Documents; d++) set.ReadDocument(d, ids);
        return ids.Span.ToArray();
    }

    /// <summary>Opens a set and reads everything that can be read of it.</summary>
    public static int[] OpenAndReadAll(string folder)
    {
        using var set = ShardSet.Open(folder);
        set.Verify();
        return ReadAll(set);
    }

    /// <summary>Changes the manifest and seals it again, as a forger would.</summary>
    public static void ForgeManifest(string folder, Func<string, string> change)
    {
        string path = Path.Combine(folder, "manifest.json"), text = File.ReadAllText(path);
        string body = change(text[..text.LastIndexOf(",\n  \"sha256OfTheAbove\"", StringComparison.Ordinal)]);
        string seal = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
        File.WriteAllText(path, $"{body},\n  \"sha256OfTheAbove\": \"{seal}\"\n}}\n");
    }

    public void Dispose() => _root.Delete(recursive: true);
}
