using System.Text.Json;

namespace Cocoon.Text;

/// <summary>Reads the Hugging Face library's <c>tokenizer.json</c>, as far as it describes a WordPiece tokenizer of BERT's kind; anything else is refused, not ignored.</summary>
internal static class TokenizerJson
{
    public static (string[] Tokens, WordPieceOptions Options) Read(string path, byte[] bytes)
    {
        using var document = StrictJson.Parse(path, bytes);
        var root = new StrictJson(path, "", document.RootElement);
        root.Expect("version", "1.0");
        var model = root["model"];
        if (model.Has("type")) model.Expect("type", "WordPiece"); // files from before 2021 leave it out
        model.Expect("unk_token", "[UNK]");
        model.Expect("continuing_subword_prefix", WordPieceTokenizer.ContinuingPrefix);
        root["pre_tokenizer"].Expect("type", "BertPreTokenizer");
        if (root.Has("decoder") && !root["decoder"].IsNull) root["decoder"].Expect("type", "WordPiece");
        int maxWord = model.Integer("max_input_chars_per_word");
        if (maxWord is < 1 or > 10_000) throw model["max_input_chars_per_word"].Refused("is not between 1 and 10,000");
        string[] tokens = Tokens(model["vocab"]);
        CheckAdded(root["added_tokens"], tokens);
        return (tokens, Options(root["normalizer"]) with { MaxWordLength = maxWord });
    }

    private static WordPieceOptions Options(StrictJson normalizer)
    {
        normalizer.Expect("type", "BertNormalizer");
        return new WordPieceOptions
        {
            CleanText = normalizer.Boolean("clean_text"),
            SeparateChinese = normalizer.Boolean("handle_chinese_chars"),
            StripAccents = normalizer.OptionalBoolean("strip_accents"),
            Lowercase = normalizer.Boolean("lowercase"),
        };
    }

    private static string[] Tokens(StrictJson vocabulary)
    {
        if (vocabulary.Element.ValueKind != JsonValueKind.Object) throw vocabulary.Refused("is not an object");
        string?[] tokens = new string?[vocabulary.Element.GetPropertyCount()];
        foreach (var property in vocabulary.Element.EnumerateObject())
        {
            string token = Name(vocabulary, property);
            int id = new StrictJson(vocabulary.File, $"{vocabulary.Place}[\"{Shorten(token)}\"]", property.Value).Integer();
            if ((uint)id >= (uint)tokens.Length) throw vocabulary.Refused($"gives \"{Shorten(token)}\" the id {id}, but {tokens.Length} tokens have ids 0 to {tokens.Length - 1}");
            if (tokens[id] is { } other) throw vocabulary.Refused($"gives the id {id} to \"{Shorten(other)}\" and \"{Shorten(token)}\"");
            tokens[id] = token;
        }

        if (Vocabulary.FirstProblem(tokens!) is { } problem) throw vocabulary.Refused($"cannot be used: token {problem.Id}: {problem.What}");
        return tokens!;
    }

    private static void CheckAdded(StrictJson added, string[] tokens)
    {
        if (added.Element.ValueKind != JsonValueKind.Array) throw added.Refused("is not an array");
        int index = 0;
        foreach (var element in added.Element.EnumerateArray())
        {
            var token = new StrictJson(added.File, $"{added.Place}[{index++}]", element);
            string content = token.String("content");
            int id = token.Integer("id");
            if ((uint)id >= (uint)tokens.Length || tokens[id] != content) throw token.Refused($"(\"{Shorten(content)}\", id {id}) does not agree with model.vocab");
            if (!Vocabulary.SpecialTexts.Contains(content)) throw token.Refused($"(\"{Shorten(content)}\") is not one of {string.Join(" ", Vocabulary.SpecialTexts)}");
            foreach (string flag in new[] { "single_word", "lstrip", "rstrip", "normalized" })
                if (token.Boolean(flag)) throw token[flag].Refused("is true, which is not supported");
        }
    }

    private static string Name(StrictJson vocabulary, JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException e)
        {
            throw vocabulary.Refused($"holds a token that is not Unicode text ({e.Message})");
        }
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "...";
}
