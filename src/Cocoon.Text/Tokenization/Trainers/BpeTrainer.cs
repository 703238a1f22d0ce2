using System.Text;

namespace Cocoon.Text;

/// <summary>Trains a byte pair encoding on a corpus, as the Hugging Face library's BpeTrainer does.</summary>
/// <remarks>
/// Sennrich et al. 2016, arXiv:1508.07909; with bytes, Radford et al. 2019. The most frequent pair merges first; of equally frequent ones, that with the
/// smaller left id, then the smaller right id. Bytes: GPT-2's words, RoBERTa's special tokens and template. Characters: words begin with a visible
/// space (▁), characters outside the alphabet become bytes. Deviations: words longer than <see cref="TrainerOptions.MaxWordLength"/> are not counted; no
/// token is longer than 256 characters; counts have 64 bits, not 32; of equally frequent characters at the limit of the alphabet the smaller code point
/// stays; a size that cannot be met is refused. The result is a function of the corpus and the options. One thread reads while another counts.
/// </remarks>
/// <param name="options">Sizes and limits; the defaults if null.</param>
public sealed class BpeTrainer(BpeTrainerOptions? options = null)
{
    private static readonly string[] s_special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"];

    // What stands around the model when it is spelled with characters.
    private const string CharacterSections =
        """
        {"pre_tokenizer":{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true},
        "post_processor":{"type":"RobertaProcessing","sep":["</s>",2],"cls":["<s>",0],"trim_offsets":false,"add_prefix_space":false},
        "decoder":{"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"▁"},"content":" "},{"type":"ByteFallback"},{"type":"Fuse"},
        {"type":"Strip","content":" ","start":1,"stop":0}]}}
        """;

    private readonly BpeTrainerOptions _options = options ?? new BpeTrainerOptions();

    /// <summary>Counts the words of the corpus and grows the vocabulary.</summary>
    /// <param name="corpus">The text.</param>
    /// <param name="progress">Told about every mebibyte read, from the reading thread, and every 256 tokens.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>A tokenizer of exactly the size asked for, beginning with &lt;s&gt; &lt;pad&gt; &lt;/s&gt; &lt;unk&gt; &lt;mask&gt;.</returns>
    /// <exception cref="CorpusException">The corpus cannot be read, or the vocabulary size is too small for its alphabet or too large for its text;
    /// the message says which sizes are possible.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public Tokenizer Train(TextCorpus corpus, IProgress<TrainerProgress>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        _options.Validate();
        var training = new MergeTraining(_options, corpus, progress, ct);
        return _options.Bytes ? TrainBytes(training) : TrainCharacters(training);
    }

    private PipelineTokenizer TrainBytes(MergeTraining training)
    {
        var counts = training.Count(new Gpt2WordCounter(_options.MaxWordLength, _options.MaxDistinctWords));
        var merger = training.Grow(counts, [.. s_special, .. Enumerable.Range(0, 256).Select(b => ByteCharacters.Of((byte)b)).Order().Select(c => c.ToString())], Spelling.Utf8);
        return ByteLevelFiles.Make(new BytePairModel(new TokenTable(merger.Tokens), merger.Merges(), new BytePairOptions()), RoleNames.None, prefixSpace: false);
    }

    private PipelineTokenizer TrainCharacters(MergeTraining training)
    {
        using var document = StrictJson.Parse("built in", Encoding.UTF8.GetBytes(CharacterSections));
        var sections = new StrictJson("built in", "", document.RootElement);
        var counts = training.Count(new PreTokenCounter(PreTokenizerJson.Read(sections["pre_tokenizer"]), _options.MaxWordLength, _options.MaxDistinctWords));
        IReadOnlyList<string> initial =
            [.. s_special, .. Enumerable.Range(0, 256).Select(b => $"<0x{b:X2}>"), .. Alphabet.MostFrequent(counts, _options.AlphabetLimit).Select(Alphabet.Text)];
        var merger = training.Grow(counts, initial, Spelling.Characters);
        var model = new BytePairModel(new TokenTable(merger.Tokens), merger.Merges(), new BytePairOptions { Unknown = "<unk>", FuseUnknown = true, ByteFallback = true });
        return new PipelineTokenizer(TokenizerJson.Assemble(sections, model, ByteLevelFiles.Added(model, RoleNames.None.Roles(model, [])), RoleNames.None));
    }
}
