using System.Text.Json;
using Cocoon.Testing;
using Cocoon.Text;

namespace Cocoon.Tests.Text;

/// <summary>Small models that SentencePiece trained, and what it and the authors of COCO-LM made of strings with them.</summary>
internal sealed record SentencePieceGolden(IReadOnlyDictionary<string, SentencePieceGolden.Entry> Models, SentencePieceGolden.Dictionary CocoLm)
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web);

    /// <summary>A model file in base 64, its pieces, and its results; offsets are start, end, start, end ...</summary>
    internal sealed record Entry(string Model, string[] Pieces, IReadOnlyList<Case> Cases)
    {
        public byte[] Bytes => Convert.FromBase64String(Model);

        public SentencePieceTokenizer Tokenizer() => SentencePieceTokenizer.Parse("golden.model", Bytes);
    }

    internal sealed record Case(string Text, int[] Ids, int[]? Offsets, string Decoded);

    /// <summary>A <c>dict.txt</c> for one of the models, and the results.</summary>
    internal sealed record Dictionary(string Model, [property: System.Text.Json.Serialization.JsonPropertyName("dictionary")] string Text, IReadOnlyList<Case> Cases);

    public static SentencePieceGolden Load() =>
        JsonSerializer.Deserialize<SentencePieceGolden>(File.ReadAllText(Repository.PathOf("tests", "golden", "sentencepiece.json")), s_options)!;
}
