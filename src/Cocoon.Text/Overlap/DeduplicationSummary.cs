namespace Cocoon.Text;

/// <summary>What a deduplication did.</summary>
/// <param name="Documents">Documents read.</param>
/// <param name="Kept">Documents written.</param>
/// <param name="Same">Documents dropped because an earlier one has the same words.</param>
/// <param name="Similar">Documents dropped because an earlier one is similar.</param>
/// <param name="Bytes">Size of the new corpus on disk, in bytes.</param>
public sealed record DeduplicationSummary(long Documents, long Kept, long Same, long Similar, long Bytes);
