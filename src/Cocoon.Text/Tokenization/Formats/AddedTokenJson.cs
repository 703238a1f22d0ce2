namespace Cocoon.Text;

/// <summary>Reads the <c>added_tokens</c> of a <c>tokenizer.json</c>.</summary>
internal static class AddedTokenJson
{
    /// <summary>The tokens in the order of their ids.</summary>
    /// <remarks>In the reference library a token of the model has the model's id, and others get the ids behind the model's in the order of the file;
    /// where the file says another id, the library only warns, and a model trained with the file's ids would read wrong ones. That is refused here.</remarks>
    public static List<AddedToken> Read(StrictJson root, TokenTable model)
    {
        var tokens = new Dictionary<string, AddedToken>(StringComparer.Ordinal);
        int next = model.Count;
        foreach (var json in TokenizerJson.Part(root, "added_tokens") is { IsNull: false } list ? list.Items() : [])
        {
            string content = json.String("content");
            if (content.Length == 0) continue;
            int known = tokens.TryGetValue(content, out var before) ? before.Id : model.IdOf(content);
            int id = known >= 0 ? known : next++;
            if (json.Integer("id") != id)
                throw json.Refused($"(\"{VocabularyJson.Shorten(content)}\", id {json.Integer("id")}) does not agree with model.vocab, which gives it the id {id}");
            tokens[content] = new AddedToken
            {
                Content = content,
                Id = id,
                SingleWord = json.Boolean("single_word"),
                LeftStrip = json.Boolean("lstrip"),
                RightStrip = json.Boolean("rstrip"),
                Normalized = json.Boolean("normalized"),
                Special = json.Boolean("special"),
            };
        }

        // Behind a model with gaps the library gives an id twice; the later token has it.
        return [.. tokens.Values.GroupBy(token => token.Id).Select(same => same.Last()).OrderBy(token => token.Id)];
    }
}
