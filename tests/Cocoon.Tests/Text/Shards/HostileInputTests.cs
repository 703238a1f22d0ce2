using System.Security.Cryptography;
using System.Text;
using Cocoon.Determinism;
using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text.Shards;

/// <summary>100,000 mutated inputs a reader: each is read or refused with the documented exception, and takes memory in proportion to its size.</summary>
public sealed class HostileInputTests(ShardFixture fixture) : IClassFixture<ShardFixture>
{
    private const uint Rounds = HostileInputs.Rounds;

    private static readonly byte[][] s_foreign =
    [
        "\""u8.ToArray(), "{"u8.ToArray(), "}"u8.ToArray(), "["u8.ToArray(), ","u8.ToArray(), "\\u"u8.ToArray(), "\\ud800"u8.ToArray(), "1e999"u8.ToArray(), "-1"u8.ToArray(), "-"u8.ToArray(),
        "99999999999999999999"u8.ToArray(), "null"u8.ToArray(), "\n"u8.ToArray(), "\n\n"u8.ToArray(), "\t"u8.ToArray(), "\0"u8.ToArray(), [0xFF], [0xEF, 0xBB, 0xBF], [0xED, 0xA0, 0x80], [0xFF, 0xFE],
        "\"text\":"u8.ToArray(), [0x1F, 0x8B, 8], [0xFF, 0xFF, 0xFF, 0x7F], Encoding.ASCII.GetBytes(new string('[', 100)), Encoding.ASCII.GetBytes(new string('x', 300)),
    ];

    [Fact]
    public void Json_lines() => Attack<CorpusException>("{\"text\": \"one \\u00e9\", \"n\": [1, {\"x\": null}]}\n{\"id\": 2, \"text\": \"two\"}\n"u8.ToArray(), bytes => Read("a.jsonl", bytes));

    [Fact]
    public void Plain_text() => Attack<CorpusException>("A text.\n\nAnother paragraph, with caf\u00e9 and \u4e2d\u6587.\r\n"u8.ToArray(), bytes => Read("a.txt", bytes));

    [Fact]
    public void Gzip() => Attack<CorpusException>(ScratchFolder.Gzip("{\"text\": \"one\"}\n{\"text\": \"two\"}\n"), bytes => Read("a.jsonl.gz", bytes));

    [Fact]
    public void Manifest_resealed_by_a_forger()
    {
        byte[] seed = File.ReadAllBytes(Path.Combine(fixture.Write(ShardFixture.Documents(4, 60)), "manifest.json"));
        int body = Encoding.UTF8.GetString(seed).LastIndexOf(",\n  \"sha256OfTheAbove\"", StringComparison.Ordinal);
        Attack<ShardException>(seed[..body], bytes => ManifestFile.Parse("manifest.json",
            [.. bytes, .. Encoding.ASCII.GetBytes($",\n  \"sha256OfTheAbove\": \"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\"\n}}\n")]));
    }

    [Fact]
    public void Shard_header_resealed_by_a_forger()
    {
        byte[] seed = new byte[ShardHeader.Size];
        var header = new ShardHeader(2, 64, 0, 10, 100);
        header.Write("t", seed);
        Attack<ShardException>(seed, bytes =>
        {
            Array.Resize(ref bytes, ShardHeader.Size);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(124), Crc32C.Of(bytes.AsSpan(0, 124)));
            ShardHeader.Read("shard", bytes, header.FileBytes, "t");
        });
    }

    [Fact]
    public void Record_of_documents()
    {
        string folder = fixture.Write(ShardFixture.Documents(4, 60));
        using var set = ShardSet.Open(folder);
        var entry = set.Manifest.Shards[0];
        byte[] seed = File.ReadAllBytes(Path.Combine(folder, entry.RecordName));
        Attack<ShardException>(seed, bytes => DocumentRecordFile.Read("record", new MemoryStream(bytes), entry, 0, 1).ToList().ForEach(_ => { }));
    }

    [Fact]
    public void Line_of_a_record_with_a_forged_checksum()
    {
        byte[] seed = new byte[DocumentRecord.LongestLine];
        seed = seed[..(new DocumentRecord(12, new DocumentOrigin(3, 45, 6789, 1, 77), 101).Write(seed) - 9)];
        int read = 0;
        for (uint round = 0; round < Rounds; round++)
        {
            byte[] line = Mutation.Of(seed, s_foreign, new RandomStream(12, round, 0));
            if (DocumentRecord.TryRead([.. line, .. Encoding.ASCII.GetBytes($"{Crc32C.Of(line):x8}")], out _)) read++;
        }
        Assert.InRange(read, 1, (int)Rounds / 2);
    }

    [Fact]
    public void Journal()
    {
        byte[] seed = JournalBytes();
        Attack<ShardException>(seed, bytes => _ = new PreparationJournal("journal", Copy(bytes)).IsComplete, refusals: Rounds / 200);   // most mutations only tear the last line
    }

    [Fact]
    public void Journal_with_forged_checksums()
    {
        string[] lines = Encoding.UTF8.GetString(JournalBytes()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (uint round = 0; round < Rounds; round++)
        {
            int line = 1 + (int)(round % (lines.Length - 1));
            byte[] json = Mutation.Of(Encoding.UTF8.GetBytes(lines[line][9..]), s_foreign, new RandomStream(13, round, 0));
            string[] forged = [.. lines];
            forged[line] = $"{Crc32C.Of(json):x8} {Encoding.Latin1.GetString(json)}";
            try
            {
                _ = new PreparationJournal("journal", Copy(Encoding.Latin1.GetBytes(string.Concat(forged.Select(l => l + "\n")))));
            }
            catch (ShardException)
            {
                // Refused in words.
            }
        }
    }

    [Fact]
    public void Evaluation_sets()
    {
        string path = Path.Combine(Directory.CreateDirectory(fixture.NewFolder()).FullName, "set.json");
        byte[] seed = "{\"data\":\n [{\"q\": \"one two three four\"}, \"five \\u00e9\"]}\n"u8.ToArray();
        Attack<CorpusException>(seed, bytes =>
        {
            File.WriteAllBytes(path, bytes);
            EvaluationText.Read(path, (_, _) => { });
        }, rounds: Rounds / 20);   // this reader takes files
    }

    private static void Attack<TRefusal>(byte[] seed, Action<byte[]> read, uint rounds = Rounds, uint refusals = Rounds / 100)
        where TRefusal : Exception => HostileInputs.Attack<TRefusal>(seed, s_foreign, read, rounds, refusals);

    private static void Read(string name, byte[] bytes)
    {
        var options = new CorpusOptions { MaxDocumentBytes = 1000, Separator = DocumentSeparator.BlankLine };
        using var input = new CorpusInput(new CorpusFile(name, name, bytes.Length), 0, options, new MemoryStream(bytes));
        while (input.TryRead(out _)) { }
    }

    private static byte[] JournalBytes()
    {
        using var stream = new MemoryStream();
        var journal = new PreparationJournal("journal", stream);
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["seed"] = "1" };
        journal.Begin(new PreparationPlan(1, "t", 1000, settings, [new ShardSource("a.txt", 12), new ShardSource("b.txt", 13, 1, 1.5)], [10, 20]));
        string sha256 = new('a', 64);
        for (int i = 0; i < 3; i++)
        {
            var shard = new ShardEntry($"shard-{i:D5}.tokens", 1000, 10, 100, sha256, $"shard-{i:D5}.documents.tsv", 500, sha256);
            PartPosition[] read = [new(0, 10 * i, new DocumentPlace(0, 12, 345), UInt128.MaxValue), new(1, 3, new DocumentPlace(0, 1, 0), 5)];
            journal.Add(new PreparationSection(new SectionShards([shard], 1, 2), new SectionShards([], 0, 0), read, i == 2));
        }
        return stream.ToArray();
    }

    private static MemoryStream Copy(byte[] bytes)
    {
        var stream = new MemoryStream();
        stream.Write(bytes);
        return stream;
    }
}
