namespace Cocoon.Text;

/// <summary>The files of a tokenizer: which to read, and all of them to write.</summary>
internal static class TokenizerFiles
{
    private const string Json = "tokenizer.json", Text = "vocab.txt", Config = "tokenizer_config.json";

    // Far above any real vocabulary; what is read is kept in memory whole.
    private const long MaxBytes = 256L << 20;

    public static WordPieceTokenizer Load(string path, WordPieceOptions? options)
    {
        if (Directory.Exists(path))
        {
            string json = Path.Combine(path, Json), text = Path.Combine(path, Text);
            path = File.Exists(json) ? json : File.Exists(text) ? text
                : throw new CorpusException(path, $"holds neither {Json} nor {Text}. Name the folder of a tokenizer, or train one.");
        }

        if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) return Make(path, TokenizerJson.Read(path, ReadAll(path)));
        var tokens = VocabularyText.Read(path, ReadAll(path));
        return Make(path, (tokens, options ?? OptionsBeside(path)));
    }

    public static void Save(WordPieceTokenizer tokenizer, string folder)
    {
        Directory.CreateDirectory(folder);
        DurableFile.Write(Path.Combine(folder, Text), stream => VocabularyText.Write(stream, tokenizer.Tokens));
        DurableFile.Write(Path.Combine(folder, Config), stream => TokenizerJsonWriter.WriteConfig(stream, tokenizer));
        DurableFile.Write(Path.Combine(folder, Json), stream => TokenizerJsonWriter.Write(stream, tokenizer));
    }

    private static WordPieceTokenizer Make(string path, (string[] Tokens, WordPieceOptions Options) parts)
    {
        try
        {
            return new WordPieceTokenizer(parts.Tokens, parts.Options);
        }
        catch (ArgumentException e)
        {
            throw new CorpusException(path, e.Message, e);
        }
    }

    private static WordPieceOptions OptionsBeside(string vocabulary)
    {
        string path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(vocabulary))!, Config);
        if (!File.Exists(path)) return new WordPieceOptions();
        using var document = StrictJson.Parse(path, ReadAll(path));
        var root = new StrictJson(path, "", document.RootElement);
        var defaults = new WordPieceOptions();
        return defaults with
        {
            Lowercase = root.Has("do_lower_case") ? root.Boolean("do_lower_case") : defaults.Lowercase,
            StripAccents = root.Has("strip_accents") ? root.OptionalBoolean("strip_accents") : null,
            SeparateChinese = root.Has("tokenize_chinese_chars") ? root.Boolean("tokenize_chinese_chars") : defaults.SeparateChinese,
        };
    }

    internal static byte[] ReadAll(string path)
    {
        try
        {
            long bytes = new FileInfo(path).Length;
            if (bytes > MaxBytes) throw new CorpusException(path, $"has {bytes:N0} bytes; a vocabulary has at most {MaxBytes:N0}. Is this the right file?");
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or (IOException and not CorpusException))
        {
            throw new CorpusException(path, $"cannot be read: {e.Message}", e);
        }
    }
}
