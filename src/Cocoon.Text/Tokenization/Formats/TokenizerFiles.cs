namespace Cocoon.Text;

/// <summary>The files of a tokenizer: which to read, and all of them to write.</summary>
internal static class TokenizerFiles
{
    private const string Json = "tokenizer.json", Text = "vocab.txt", Config = "tokenizer_config.json", Model = "spiece.model", ModelExtension = ".model";

    // Far above any real vocabulary; what is read is kept in memory whole.
    private const long MaxBytes = 256L << 20;

    // The files that a folder may hold, the first of which is read.
    private static readonly string[] s_vocabularies = ["vocab.json", "encoder.json"];
    private static readonly string[] s_models = [Model, "sentencepiece.bpe.model", "spm.model", "tokenizer.model", CocoLmTokenizer.ModelFile];
    private static readonly string[] s_known = [Json, Text, .. s_vocabularies, .. s_models];
    private static readonly string[] s_merges = ["merges.txt", "vocab.bpe"];

    /// <summary>The file of a folder that is read, or null.</summary>
    public static string? FirstIn(string folder) => s_known.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    public static Tokenizer Load(string path, WordPieceOptions? options)
    {
        if (Directory.Exists(path))
            path = FirstIn(path) ?? throw new CorpusException(path, $"holds neither {string.Join(" nor ", s_known)}. Name the folder of a tokenizer, or train one.");
        if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) return LoadJson(path);
        if (path.EndsWith(ModelExtension, StringComparison.OrdinalIgnoreCase)) return LoadModel(path);
        var tokens = VocabularyText.Read(path, ReadAll(path));
        return Make(path, tokens, options ?? OptionsBeside(path));
    }

    public static void Save(Tokenizer tokenizer, string folder)
    {
        Directory.CreateDirectory(folder);
        if (tokenizer is WordPieceTokenizer) Write(Text, stream => VocabularyText.Write(stream, tokenizer.Tokens));
        if (tokenizer is CocoLmTokenizer listed) Write(CocoLmTokenizer.DictionaryFile, stream => stream.Write(listed.Dictionary.Bytes.Span));
        Write(Config, stream => TokenizerJsonWriter.WriteConfig(stream, tokenizer));
        switch (tokenizer)
        {
            case SentencePieceTokenizer pieces: Write(Model, stream => SentencePieceWriter.Write(stream, pieces.Model)); break;
            case CocoLmTokenizer cocoLm: Write(CocoLmTokenizer.ModelFile, stream => SentencePieceWriter.Write(stream, cocoLm.Pieces.Model)); break;
            default: Write(Json, stream => TokenizerJsonWriter.Write(stream, tokenizer)); break;
        }

        void Write(string name, Action<Stream> content) => DurableFile.Write(Path.Combine(folder, name), content);
    }

    private static Tokenizer LoadModel(string path)
    {
        bool isCocoLm = Path.GetFileName(path) == CocoLmTokenizer.ModelFile && File.Exists(Path.Combine(FolderOf(path), CocoLmTokenizer.DictionaryFile));
        return isCocoLm ? CocoLmTokenizer.Read(FolderOf(path)) : SentencePieceTokenizer.Parse(path, ReadAll(path), Beside(path, RoleNames.Read, RoleNames.None));
    }

    private static Tokenizer LoadJson(string path)
    {
        byte[] bytes = ReadAll(path);
        var named = Beside(path, RoleNames.Read, RoleNames.None);
        if (!s_vocabularies.Contains(Path.GetFileName(path))) return TokenizerJson.Read(path, bytes, named);
        string merges = s_merges.Select(name => Path.Combine(FolderOf(path), name)).FirstOrDefault(File.Exists)
            ?? throw new CorpusException(path, $"needs its merges beside it, in {string.Join(" or ", s_merges)}. Fetch both files.");
        using var document = StrictJson.Parse(path, bytes);
        bool prefixSpace = Beside(path, json => json.BooleanOr("add_prefix_space", false), false);
        return ByteLevelFiles.Read(path, new StrictJson(path, "", document.RootElement), merges, ReadAll(merges), named, prefixSpace);
    }

    private static WordPieceTokenizer Make(string path, string[] tokens, WordPieceOptions options)
    {
        try
        {
            return new WordPieceTokenizer(tokens, options);
        }
        catch (ArgumentException e)
        {
            throw new CorpusException(path, e.Message, e);
        }
    }

    private static WordPieceOptions OptionsBeside(string vocabulary)
    {
        var defaults = new WordPieceOptions();
        return Beside(vocabulary, root => defaults with
        {
            Lowercase = root.BooleanOr("do_lower_case", defaults.Lowercase),
            StripAccents = root.Has("strip_accents") ? root.OptionalBoolean("strip_accents") : null,
            SeparateChinese = root.BooleanOr("tokenize_chinese_chars", defaults.SeparateChinese),
        }, defaults);
    }

    // What the tokenizer_config.json in the same folder says.
    private static T Beside<T>(string file, Func<StrictJson, T> read, T missing)
    {
        string path = Path.Combine(FolderOf(file), Config);
        if (!File.Exists(path)) return missing;
        using var document = StrictJson.Parse(path, ReadAll(path));
        return read(new StrictJson(path, "", document.RootElement));
    }

    private static string FolderOf(string file) => Path.GetDirectoryName(Path.GetFullPath(file))!;

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
