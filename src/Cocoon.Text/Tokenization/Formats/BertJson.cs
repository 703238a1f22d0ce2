using System.Text.Json;

namespace Cocoon.Text;

/// <summary>Tells whether a <c>tokenizer.json</c> describes BERT's tokenizer to the letter, so that <see cref="WordPieceTokenizer"/> can take it.</summary>
internal static class BertJson
{
    /// <summary>BERT's options, or null if any part is another one.</summary>
    public static WordPieceOptions? Read(StrictJson root, ITokenModel model, IReadOnlyList<AddedToken> added)
    {
        if (model is not WordPieceModel { Prefix: WordPieceTokenizer.ContinuingPrefix, MaxWordLength: <= 10_000 } pieces) return null;
        if (model.Tokens.Count < model.Tokens.Size || Vocabulary.FirstProblem([.. model.Tokens.All!]) is not null || model.Tokens[model.Unknown] != "[UNK]") return null;
        if (added.Count != Vocabulary.SpecialTexts.Length || !added.All(IsPlain)) return null;
        if (TypeOf(root, "normalizer") != "BertNormalizer" || TypeOf(root, "pre_tokenizer") != "BertPreTokenizer" || TypeOf(root, "decoder") != "WordPiece") return null;
        var decoder = root["decoder"];
        if (decoder.String("prefix") != WordPieceTokenizer.ContinuingPrefix || !decoder.Boolean("cleanup")) return null;
        return NormalizerJson.Bert(root["normalizer"]) with { MaxWordLength = pieces.MaxWordLength };
    }

    private static bool IsPlain(AddedToken token) =>
        token is { SingleWord: false, LeftStrip: false, RightStrip: false, Normalized: false, Special: true } && Vocabulary.SpecialTexts.Contains(token.Content);

    private static string? TypeOf(StrictJson root, string name) =>
        TokenizerJson.Part(root, name) is { Element.ValueKind: JsonValueKind.Object } part ? part.OptionalString("type") : null;
}
