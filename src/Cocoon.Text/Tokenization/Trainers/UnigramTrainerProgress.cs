namespace Cocoon.Text;

/// <summary>How far training a unigram vocabulary has come: first all bytes are read, then pieces are pruned from round to round.</summary>
/// <param name="BytesRead">Bytes of the corpus read so far, as they lie on disk.</param>
/// <param name="TotalBytes">Bytes of the corpus.</param>
/// <param name="DistinctWords">Different words counted so far.</param>
/// <param name="Pruned">Words dropped because there were more than <see cref="UnigramTrainerOptions.MaxDistinctWords"/>.</param>
/// <param name="Pieces">Pieces left; 0 while reading.</param>
/// <param name="VocabularySize">Pieces wanted.</param>
/// <param name="NatsPerWord">How improbable a word of the corpus is on average under the last model, in nats; 0 before the first.</param>
public readonly record struct UnigramTrainerProgress(
    long BytesRead, long TotalBytes, int DistinctWords, long Pruned, int Pieces, int VocabularySize, double NatsPerWord);
