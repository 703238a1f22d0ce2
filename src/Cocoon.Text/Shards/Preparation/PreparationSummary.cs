namespace Cocoon.Text;

/// <summary>What a preparation did.</summary>
/// <param name="Manifest">The shard set that it wrote.</param>
/// <param name="HeldOut">The set of the documents held out; null if none were to be.</param>
/// <param name="EmptyDocuments">Documents without a token, which were left out.</param>
/// <param name="UnknownTokens">Tokens that are [UNK].</param>
/// <param name="ResumedShards">Shards that an earlier, unfinished preparation had finished.</param>
/// <param name="TextBytes">Bytes of text (UTF-8) encoded, or read to decide that they are not used; not those of resumed shards.</param>
/// <param name="ElapsedSeconds">Seconds that it took.</param>
public sealed record PreparationSummary(
    ShardManifest Manifest, ShardManifest? HeldOut, long EmptyDocuments, long UnknownTokens, int ResumedShards, long TextBytes, double ElapsedSeconds)
{
    /// <summary>Fraction of the tokens that are [UNK], in [0, 1].</summary>
    public double UnknownRate => UnknownTokens / (double)(Manifest.Tokens + (HeldOut?.Tokens ?? 0));
}
