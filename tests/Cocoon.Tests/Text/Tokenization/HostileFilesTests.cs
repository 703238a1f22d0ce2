using System.Text;
using System.Text.Json;
using Cocoon.Testing;
using Cocoon.Text;
using Xunit;

namespace Cocoon.Tests.Text;

/// <summary>100,000 mutated inputs for each kind of tokenizer file: each is read or refused with a <see cref="CorpusException"/>, and takes memory in proportion to its size.</summary>
public sealed class HostileFilesTests
{
    private const uint Rounds = HostileInputs.Rounds;

    // Making a tokenizer ready for a text costs more than reading it, so not every one is used.
    private const int ReadsPerUse = 32;

    private static readonly byte[][] s_foreign =
    [
        "\""u8.ToArray(), "{"u8.ToArray(), "}"u8.ToArray(), "["u8.ToArray(), ","u8.ToArray(), "\\u"u8.ToArray(), "\\ud800"u8.ToArray(), "1e999"u8.ToArray(),
        "-1"u8.ToArray(), "99999999999"u8.ToArray(), "null"u8.ToArray(), "\n"u8.ToArray(), "\0"u8.ToArray(), [0xFF], [0xEF, 0xBB, 0xBF], [0xED, 0xA0, 0x80],
        "\"text\":"u8.ToArray(), "[UNK]"u8.ToArray(), "##"u8.ToArray(), Encoding.ASCII.GetBytes(new string('[', 200)), Encoding.ASCII.GetBytes(new string('x', 300)),
    ];

    // Overlong and huge numbers, wrong wire types, groups, lengths beyond the end, text that is not UTF-8, numbers that are not finite.
    private static readonly byte[][] s_protobuf =
    [
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80],
        [0x0B], [0x0C], [0x08], [0x0D], [0x0A, 0x7F], [0x0A, 0x00], [0xFF], [0xED, 0xA0, 0x80], [0x15, 0, 0, 0xC0, 0x7F], [0x18, 0x02], [0x18, 0x06], [0x1A, 0x00], [0x12, 0x02, 0x18, 0x02], [0],
    ];

    private static readonly string[] s_words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "##b", "é", "中"];

    private int _reads;

    [Fact]
    public void Tokenizer_json()
    {
        using var golden = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("tests", "golden", "pipelines.json")));
        var seeds = golden.RootElement.GetProperty("tokenizers").EnumerateObject().Select(t => Encoding.UTF8.GetBytes(t.Value.GetProperty("tokenizer").GetRawText())).ToList();
        using var bert = new MemoryStream();
        TokenizerJsonWriter.Write(bert, new WordPieceTokenizer(s_words));
        seeds.Add(bert.ToArray());
        foreach (byte[] seed in seeds)
            HostileInputs.Attack<CorpusException>(seed, s_foreign, bytes => Use(TokenizerJson.Read("tokenizer.json", bytes, RoleNames.None)), rounds: Rounds / (uint)seeds.Count + 1);
    }

    [Fact]
    public void Tokenizer_config_json() =>
        HostileInputs.Attack<CorpusException>("""{"cls_token": "[CLS]", "mask_token": {"content": "[MASK]", "lstrip": true}, "pad_token": null, "bos_token": "<s>"}"""u8.ToArray(), s_foreign, bytes =>
        {
            using var document = StrictJson.Parse("tokenizer_config.json", bytes);
            RoleNames.Read(new StrictJson("tokenizer_config.json", "", document.RootElement));
        });

    [Fact]
    public void Vocab_txt() => HostileInputs.Attack<CorpusException>(Encoding.UTF8.GetBytes(string.Join('\n', s_words)), s_foreign, bytes =>
        Use(new WordPieceTokenizer(VocabularyText.Read("vocab.txt", bytes))));

    [Theory]
    [InlineData("vocab.json", "merges.txt")]
    [InlineData("encoder.json", "vocab.bpe")]
    public void Vocabulary_and_merges(string vocabularyFile, string mergesFile)
    {
        string[] bytes = [.. Enumerable.Range(0, 256).Select(b => $"{JsonSerializer.Serialize($"{ByteCharacters.Of((byte)b)}")}:{b}")];
        byte[] vocabulary = Encoding.UTF8.GetBytes($"{{\"<s>\":256,\"</s>\":257,{string.Join(',', bytes)},\"ab\":258,\"abc\":259}}");
        byte[] merges = "#version: 0.2\na b\nab c\n"u8.ToArray();

        HostileInputs.Attack<CorpusException>(vocabulary, s_foreign, mutated => Read(mutated, merges), Rounds / 2);
        HostileInputs.Attack<CorpusException>(merges, s_foreign, mutated => Read(vocabulary, mutated), Rounds / 2);

        void Read(byte[] vocabularyBytes, byte[] mergesBytes)
        {
            using var document = StrictJson.Parse(vocabularyFile, vocabularyBytes);
            Use(ByteLevelFiles.Read(vocabularyFile, new StrictJson(vocabularyFile, "", document.RootElement), mergesFile, mergesBytes, RoleNames.None, prefixSpace: false));
        }
    }

    [Fact]
    public void SentencePiece_model()
    {
        var models = SentencePieceGolden.Load().Models;
        foreach (string name in new[] { "tiny", "unigram-bytes" }) HostileInputs.Attack<CorpusException>(models[name].Bytes, s_protobuf, Read, Rounds / 3 + 1);
        HostileInputs.Attack<CorpusException>(SmallModel(), s_protobuf, Read, Rounds / 3 + 1); // without a character map, most mutations hit the structure

        void Read(byte[] mutated)
        {
            var tokenizer = SentencePieceTokenizer.Parse("hostile.model", mutated);
            if (!IsUsed()) return;
            var ids = new IntList();
            tokenizer.Encode(" aba\u0301e\u0301 ﬁ\u3000cab …x", ids, []);
            tokenizer.Decode(ids.Span);
        }
    }

    [Fact]
    public void Dictionary_beside_a_model() => HostileInputs.Attack<CorpusException>("▁a 5\n<mask> 4\nb 3\na 1\n▁ 2"u8.ToArray(), s_foreign, bytes =>
    {
        var dictionary = CocoLmDictionary.Read(CocoLmTokenizer.DictionaryFile, bytes);
        foreach (string symbol in dictionary.Symbols) dictionary.IdOf(symbol);
    });

    [Fact]
    public void Counts_of_an_unfinished_training()
    {
        using var folder = new ScratchFolder();
        var counts = new WordCounts(1000);
        foreach (string word in s_words) counts.Add(word, word.Length);
        var file = new CountsFile(folder.At("counts"), "rules");
        file.Write(counts, new(new DocumentPlace(1, 2, 3), 4));
        byte[] seed = File.ReadAllBytes(folder.At("counts"));
        int words = Array.IndexOf(seed, (byte)'\n') + 1 + 8 + 80; // behind the sentence and the head

        HostileInputs.Attack<CorpusException>(seed, s_protobuf, bytes => file.Read(new MemoryStream(bytes), new WordCounts(1000)), Rounds / 2);
        HostileInputs.Attack<CorpusException>(seed[(words + 8)..], s_protobuf, bytes => file.Read(new MemoryStream([.. seed[..words], .. Sealed(bytes)]), new WordCounts(1000)), Rounds / 2);

        // With the right length and checksum, so that what is inside is looked at.
        static byte[] Sealed(byte[] block) => [.. BitConverter.GetBytes(block.Length), .. BitConverter.GetBytes(Crc32C.Of(block)), .. block];
    }

    private static byte[] SmallModel()
    {
        using var stream = new MemoryStream();
        SentencePieceWriter.Write(stream, new SentencePieceModel
        {
            Pieces = [new("<unk>", 0, PieceKind.Unknown), new("<s>", 0, PieceKind.Control), new("▁a", -1), new("a", -2), new("b", -3), new("▁", -4), new("é", -5)],
        });
        return stream.ToArray();
    }

    private bool IsUsed() => _reads++ % ReadsPerUse == 0;

    // What can be read can be used, on text that has a little of everything.
    private void Use(Tokenizer tokenizer)
    {
        if (!IsUsed()) return;
        var ids = new IntList();
        tokenizer.Encode("The cat's é 中文 😀\ud800 12  <s> [MASK]\n", ids, [], parseSpecial: true);
        tokenizer.Decode(ids.Span);
    }
}
