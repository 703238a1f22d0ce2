using System.Text;

namespace Cocoon.Text;

/// <summary>Makes a byte-level BPE tokenizer from its two files, <c>vocab.json</c> with <c>merges.txt</c>, or <c>encoder.json</c> with <c>vocab.bpe</c>.</summary>
/// <remarks>The files do not say what comes before the model. With a token for every byte it is GPT-2's (Radford et al. 2019), and with
/// &lt;s&gt; and &lt;/s&gt; RoBERTa's template goes around; other files are refused.</remarks>
internal static class ByteLevelFiles
{
    public static Tokenizer Read(string path, StrictJson vocabulary, string mergesPath, byte[] merges, RoleNames named, bool prefixSpace)
    {
        var pairs = MergesText.Read(mergesPath, merges);
        BytePairModel model;
        try
        {
            model = new BytePairModel(VocabularyJson.Read(vocabulary), pairs, new BytePairOptions());
        }
        catch (ArgumentException e)
        {
            throw new CorpusException(mergesPath, $"does not fit {Path.GetFileName(path)}: {e.Message} Fetch both files again.", e);
        }

        if (!model.SpellsBytes) throw new CorpusException(path, "has no token for some bytes, so this is not a byte-level vocabulary, and the files do not say how its text is prepared. Bring the tokenizer.json.");
        return Make(model, named, prefixSpace);
    }

    /// <summary>A tokenizer around a byte-level model, as GPT-2's or RoBERTa's.</summary>
    public static PipelineTokenizer Make(BytePairModel model, RoleNames named, bool prefixSpace)
    {
        var special = named.Roles(model, []);
        bool isRoberta = model.Tokens[special.Classify] == "<s>" && model.Tokens[special.Separate] == "</s>";
        string prefix = prefixSpace ? "true" : "false";
        string roberta = $$"""{"type":"RobertaProcessing","sep":["</s>",{{special.Separate}}],"cls":["<s>",{{special.Classify}}],"trim_offsets":true,"add_prefix_space":{{prefix}}}""";
        string gpt2 = $$"""{"type":"ByteLevel","add_prefix_space":{{prefix}},"trim_offsets":false,"use_regex":true}""";
        string sections = $$"""{"pre_tokenizer":{{gpt2}},"post_processor":{{(isRoberta ? roberta : gpt2)}},"decoder":{{gpt2}}}""";
        using var document = StrictJson.Parse("built in", Encoding.UTF8.GetBytes(sections));
        return new PipelineTokenizer(TokenizerJson.Assemble(new StrictJson("built in", "", document.RootElement), model, Added(model, special), named));
    }

    /// <summary>The special tokens as added tokens; the mask takes the space before it along, as in RoBERTa.</summary>
    public static IReadOnlyList<AddedToken> Added(BytePairModel model, SpecialTokens special) =>
        [.. new[] { special.Pad, special.Unknown, special.Classify, special.Separate, special.Mask }.Where(id => id >= 0).Distinct().Order()
            .Select(id => new AddedToken { Content = model.Tokens[id]!, Id = id, Special = true, LeftStrip = id == special.Mask })];
}
