namespace Cocoon.Text;

/// <summary>Batches by number: a batch is a pure function of the corpus, the seed and its number, so resuming is a seek.</summary>
public interface IBatchSource
{
    /// <summary>Fills <paramref name="batch"/> with batch number <paramref name="index"/>, from 0 without end: epochs follow one another.</summary>
    void Read(long index, TokenBatch batch);

    /// <summary>How many times the whole corpus has been used before batch <paramref name="index"/>, whole and fraction.</summary>
    double EpochsBefore(long index);
}
