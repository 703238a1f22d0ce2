namespace Cocoon.Text;

/// <summary>What a preparation did.</summary>
/// <param name="Manifest">The shard set that it wrote.</param>
/// <param name="EmptyDocuments">Documents without a token, which were left out.</param>
/// <param name="UnknownTokens">Tokens that are [UNK].</param>
/// <param name="BytesRead">Bytes of the corpus files, as they lie on disk.</param>
/// <param name="UnfinishedFilesRemoved">Files of an earlier, unfinished preparation that were deleted first.</param>
/// <param name="ElapsedSeconds">Seconds that it took.</param>
public sealed record PreparationSummary(
    ShardManifest Manifest, long EmptyDocuments, long UnknownTokens, long BytesRead, int UnfinishedFilesRemoved, double ElapsedSeconds)
{
    /// <summary>Fraction of the tokens that are [UNK], in [0, 1].</summary>
    public double UnknownRate => UnknownTokens / (double)Manifest.Tokens;
}
