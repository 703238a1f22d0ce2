namespace Cocoon.Text;

/// <summary>Where a document of a shard set comes from.</summary>
/// <param name="Source">Number of the file in <see cref="ShardManifest.Sources"/>.</param>
/// <param name="Line">Line of that file where the document starts, from 1.</param>
/// <param name="Offset">Byte of that file, after decompression, where the document starts.</param>
/// <param name="Pass">How often its corpus was read to the end before: 0 unless the weight of the corpus is above 1.</param>
/// <param name="Hash">The hash of its text, see <see cref="TextHash"/>.</param>
public readonly record struct DocumentOrigin(int Source, long Line, long Offset, int Pass, UInt128 Hash);
