namespace Cocoon.Text;

/// <summary>What a leak check found.</summary>
/// <param name="Documents">Documents searched.</param>
/// <param name="OverlappingDocuments">Documents that hold text of an evaluation set.</param>
/// <param name="Overlaps">Stretches of such text.</param>
/// <param name="Sets">The evaluation sets.</param>
public sealed record LeakSummary(long Documents, long OverlappingDocuments, long Overlaps, IReadOnlyList<EvaluationSet> Sets);
