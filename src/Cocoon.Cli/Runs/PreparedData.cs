using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary>Shards and the tokenizer that made them, which lies in the same folder.</summary>
public sealed class PreparedData : IDisposable
{
    /// <summary>Name of the tokenizer's folder in a folder of shards.</summary>
    public const string TokenizerFolder = ShardSet.TokenizerFolder;

    private PreparedData(ShardSet shards, Tokenizer tokenizer) => (Shards, Tokenizer) = (shards, tokenizer);

    /// <summary>The shards.</summary>
    public ShardSet Shards { get; }

    /// <summary>What made their ids.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>Opens shards with their tokenizer, and checks that they belong together.</summary>
    /// <exception cref="ShardException">The shards are damaged, or were made by another tokenizer than the one beside them.</exception>
    /// <exception cref="CorpusException">The tokenizer is missing or damaged.</exception>
    public static PreparedData Open(string folder)
    {
        var shards = ShardSet.Open(folder);
        try
        {
            var tokenizer = Tokenizer.Load(Path.Combine(folder, TokenizerFolder));
            RequireSame(shards, tokenizer.Fingerprint, "the tokenizer beside them");
            return new(shards, tokenizer);
        }
        catch
        {
            shards.Dispose();
            throw;
        }
    }

    /// <summary>Refuses shards made by another tokenizer.</summary>
    /// <param name="shards">The shards.</param>
    /// <param name="fingerprint">Fingerprint of the tokenizer that is wanted.</param>
    /// <param name="whose">Whose tokenizer that is.</param>
    public static void RequireSame(ShardSet shards, string fingerprint, string whose)
    {
        if (shards.Manifest.Tokenizer != fingerprint)
            throw new ShardException(shards.Folder, $"These shards were made with tokenizer {shards.Manifest.Tokenizer[..16]}…, but {whose} is {fingerprint[..16]}…. Prepare the text again: cocoon data prepare --tokenizer <the right one>.");
    }

    public void Dispose() => Shards.Dispose();
}
