namespace Cocoon.Text;

/// <summary>How long documents are, in tokens.</summary>
/// <param name="Mean">Tokens divided by documents.</param>
/// <param name="Shortest">The shortest document.</param>
/// <param name="Median">Half of the documents are at most this long.</param>
/// <param name="Percentile90">Nine tenths of the documents are at most this long.</param>
/// <param name="Percentile99">All but one hundredth of the documents are at most this long.</param>
/// <param name="Longest">The longest document.</param>
public readonly record struct LengthStatistics(double Mean, int Shortest, int Median, int Percentile90, int Percentile99, int Longest)
{
    /// <summary>Measures lengths; all 0 if there are none. The list is sorted.</summary>
    internal static LengthStatistics Of(List<int> lengths)
    {
        if (lengths.Count == 0) return default;
        lengths.Sort();
        long sum = 0;
        foreach (int length in lengths) sum += length;
        return new(sum / (double)lengths.Count, lengths[0], At(50), At(90), At(99), lengths[^1]);

        // The nearest-rank percentile: a length that occurs.
        int At(int percent) => lengths[(int)(((long)lengths.Count * percent + 99) / 100) - 1];
    }
}
