namespace Cocoon.Text;

/// <summary>A stretch of the documents whose shards are finished.</summary>
/// <param name="Training">What it added to the text that is trained on.</param>
/// <param name="HeldOut">What it added to the text that is held out.</param>
/// <param name="Read">How far each corpus is read at its end.</param>
/// <param name="Last">True if nothing follows.</param>
/// <remarks>
/// A section ends when either set finishes a shard; the other set's shard ends there, too. So whatever is in the journal is
/// whole shards, and a resumed preparation has nothing else to restore.
/// </remarks>
internal sealed record PreparationSection(SectionShards Training, SectionShards HeldOut, IReadOnlyList<PartPosition> Read, bool Last);

/// <summary>What a section added to one of the two sets.</summary>
/// <param name="Shards">The shards.</param>
/// <param name="EmptyDocuments">Documents without a token, which were left out.</param>
/// <param name="UnknownTokens">Tokens that are [UNK].</param>
internal sealed record SectionShards(IReadOnlyList<ShardEntry> Shards, long EmptyDocuments, long UnknownTokens);
