using System.Text.Json;

namespace Cocoon.Text;

/// <summary>Which tokens have which role: what <c>tokenizer_config.json</c> says, else the names that published tokenizers use.</summary>
internal sealed record RoleNames(string? Pad, string? Unknown, string? Classify, string? Separate, string? Mask)
{
    private static readonly string[] s_pads = ["[PAD]", "<pad>", "<|pad|>", "<|finetune_right_pad_id|>"];
    private static readonly string[] s_unknowns = ["[UNK]", "<unk>", "<|endoftext|>"];
    private static readonly string[] s_firsts = ["[CLS]", "<cls>", "<s>", "<bos>", "<|begin_of_text|>", "<|startoftext|>", "<|endoftext|>"];
    private static readonly string[] s_ends = ["[SEP]", "<sep>", "</s>", "<eos>", "<|end_of_text|>", "<|endoftext|>"];
    private static readonly string[] s_masks = ["[MASK]", "<mask>"];

    /// <summary>Nothing is said.</summary>
    public static RoleNames None { get; } = new(null, null, null, null, null);

    /// <summary>Reads a <c>tokenizer_config.json</c>.</summary>
    public static RoleNames Read(StrictJson json) =>
        new(Name(json, "pad_token"), Name(json, "unk_token"), Name(json, "cls_token") ?? Name(json, "bos_token"), Name(json, "sep_token") ?? Name(json, "eos_token"), Name(json, "mask_token"));

    /// <summary>The ids of the roles.</summary>
    public SpecialTokens Roles(ITokenModel model, IReadOnlyList<AddedToken> added) => Roles(model.Tokens, model.Unknown, added);

    /// <summary>The ids of the roles.</summary>
    public SpecialTokens Roles(TokenTable tokens, int unknown, IReadOnlyList<AddedToken> added)
    {
        var ids = added.ToDictionary(token => token.Content, token => token.Id, StringComparer.Ordinal);
        return new SpecialTokens(Find(Pad, s_pads), unknown >= 0 ? unknown : Find(Unknown, s_unknowns), Find(Classify, s_firsts), Find(Separate, s_ends), Find(Mask, s_masks));

        int Find(string? named, string[] usual)
        {
            foreach (string name in named is null ? usual : [named, .. usual])
                if (ids.TryGetValue(name, out int id) || (id = tokens.IdOf(name)) >= 0) return id;
            return -1;
        }
    }

    // "<s>", or { "content": "<s>", … }
    private static string? Name(StrictJson json, string role) =>
        !json.Has(role) || json[role].IsNull ? null : json[role].Element.ValueKind == JsonValueKind.Object ? json[role].String("content") : json.String(role);
}
