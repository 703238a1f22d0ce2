namespace Cocoon.Text;

/// <summary>How far training a vocabulary has come: first all bytes are read, then tokens are added one by one.</summary>
/// <param name="BytesRead">Bytes of the corpus read so far, as they lie on disk.</param>
/// <param name="TotalBytes">Bytes of the corpus.</param>
/// <param name="DistinctWords">Different words counted so far.</param>
/// <param name="Pruned">Words dropped because there were more than <see cref="TrainerOptions.MaxDistinctWords"/>.</param>
/// <param name="Tokens">Tokens of the vocabulary so far; 0 while reading.</param>
/// <param name="VocabularySize">Tokens wanted.</param>
public readonly record struct TrainerProgress(
    long BytesRead, long TotalBytes, int DistinctWords, long Pruned, int Tokens, int VocabularySize);
