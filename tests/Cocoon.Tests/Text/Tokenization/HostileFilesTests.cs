using System.Text;
using System.Text.Json;
using Cocoon.Determinism;
using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text;

/// <summary>Mutated files are read or refused with a <see cref="CorpusException"/>, never anything else, and take memory in proportion to their size.</summary>
public sealed class HostileFilesTests : IDisposable
{
    private const int Rounds = 1500;

    private static readonly byte[][] s_splices =
    [
        "\""u8.ToArray(), "{"u8.ToArray(), "}"u8.ToArray(), "["u8.ToArray(), ","u8.ToArray(), "\\u"u8.ToArray(), "\\ud800"u8.ToArray(), "1e999"u8.ToArray(),
        "-1"u8.ToArray(), "99999999999"u8.ToArray(), "null"u8.ToArray(), "\n"u8.ToArray(), "\0"u8.ToArray(), [0xFF], [0xEF, 0xBB, 0xBF], [0xED, 0xA0, 0x80],
        "\"text\":"u8.ToArray(), "[UNK]"u8.ToArray(), "##"u8.ToArray(), Encoding.ASCII.GetBytes(new string('[', 200)), Encoding.ASCII.GetBytes(new string('x', 300)),
    ];

    private readonly ScratchFolder _folder = new();

    [Fact]
    public void Tokenizer_json() => Attack("tokenizer.json", SavedFile("tokenizer.json"), LoadAndUse);

    [Theory]
    [InlineData("cl100k")]
    [InlineData("llama")]
    [InlineData("added")]
    [InlineData("truncated")]
    public void Tokenizer_json_of_many_parts(string name)
    {
        using var golden = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("tests", "golden", "pipelines.json")));
        Attack("tokenizer.json", Encoding.UTF8.GetBytes(golden.RootElement.GetProperty("tokenizers").GetProperty(name).GetProperty("tokenizer").GetRawText()), LoadAndUse, rounds: 500);
    }

    [Fact]
    public void Merges_txt()
    {
        string vocabulary = "{" + string.Join(',', Enumerable.Range(0, 256).Select(b => $"{JsonSerializer.Serialize($"{ByteCharacters.Of((byte)b)}")}:{b}")) + ",\"ab\":256,\"abc\":257}";
        _folder.Write("vocab.json", vocabulary);
        Attack("merges.txt", "#version: 0.2\na b\nab c\n"u8.ToArray(), path => LoadAndUse(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void Vocab_txt() => Attack("vocab.txt", SavedFile("vocab.txt"), LoadAndUse);

    [Fact]
    public void Json_lines() => Attack("a.jsonl", "{\"text\": \"one \\u00e9\", \"n\": [1, {\"x\": null}]}\n{\"id\": 2, \"text\": \"two\"}\n"u8.ToArray(),
        path => TextCorpus.Open([path], new CorpusOptions { MaxDocumentBytes = 1000 }).Read().Count());

    [Fact]
    public void Plain_text() => Attack("a.txt", "A text.\n\nAnother paragraph, with café and 中文.\r\n"u8.ToArray(),
        path => TextCorpus.Open([path], new CorpusOptions { Separator = DocumentSeparator.BlankLine }).Read().Count());

    [Fact]
    public void Gzip() => Attack("a.jsonl.gz", ScratchFolder.Gzip("{\"text\": \"one\"}\n{\"text\": \"two\"}\n"), path => TextCorpus.Open([path]).Read().Count());

    // What can be read can be used, on text that has a little of everything.
    private static object LoadAndUse(string path)
    {
        var tokenizer = Tokenizer.Load(path);
        var ids = new IntList();
        tokenizer.Encode("The cat's é 中文 😀\ud800 12  <s> [MASK]\n", ids, [], parseSpecial: true);
        return tokenizer.Decode(ids.Span);
    }

    private byte[] SavedFile(string name)
    {
        new WordPieceTokenizer(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "##b", "é", "中"]).Save(_folder.At("seed"));
        return File.ReadAllBytes(_folder.At($"seed/{name}"));
    }

    private void Attack(string name, byte[] seed, Func<string, object> read, int rounds = Rounds)
    {
        read(_folder.Write(name, seed)); // warm, and the seed itself must be good
        int refused = 0;
        for (uint round = 0; round < rounds; round++)
        {
            byte[] content = Mutate(seed, new RandomStream(11, round, 0));
            string path = _folder.Write(name, content);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(path);
            }
            catch (CorpusException)
            {
                refused++;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8L * content.Length + (16 << 20));
        }

        Assert.InRange(refused, rounds / 10, rounds);
    }

    private static byte[] Mutate(byte[] seed, RandomStream random)
    {
        var bytes = new List<byte>(seed);
        int edits = 1 + random.Below(3, 0);
        for (ulong e = 1; e <= (ulong)edits; e++)
        {
            int at = random.Below(bytes.Count + 1, 10 * e);
            switch (random.Below(5, 10 * e + 1))
            {
                case 0 when at < bytes.Count: bytes[at] ^= (byte)(1 << random.Below(8, 10 * e + 2)); break;
                case 1: bytes.InsertRange(at, s_splices[random.Below(s_splices.Length, 10 * e + 2)]); break;
                case 2: bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Below(20, 10 * e + 2))); break;
                case 3: bytes.RemoveRange(at, bytes.Count - at); break;
                default: bytes.InsertRange(at, seed.Take(random.Below(seed.Length, 10 * e + 2)).TakeLast(40).ToArray()); break;
            }
        }

        return [.. bytes];
    }

    public void Dispose() => _folder.Dispose();
}
