namespace Cocoon.Text;

/// <summary>The runs of a corpus in UTF-8, without the characters that no piece spells, and how often each occurs.</summary>
internal sealed class RunCorpus
{
    private readonly List<int> _starts = [0];
    private readonly List<long> _counts = [];
    private byte[] _bytes = new byte[1 << 16];

    /// <summary>Cuts the runs at the rare characters.</summary>
    /// <param name="words">The runs.</param>
    /// <param name="alphabet">The characters that pieces may contain.</param>
    public RunCorpus(WordCounts words, IReadOnlySet<int> alphabet)
    {
        for (int i = 0; i < words.Distinct; i++)
        {
            int length = 0;
            foreach (var rune in words.WordAt(i).EnumerateRunes())
            {
                if (alphabet.Contains(rune.Value))
                {
                    Reserve(_starts[^1] + length + 4);
                    length += rune.EncodeToUtf8(_bytes.AsSpan(_starts[^1] + length));
                    continue;
                }

                End(length, words.CountAt(i));
                length = 0;
            }

            End(length, words.CountAt(i));
        }
    }

    /// <summary>Number of runs.</summary>
    public int Count => _counts.Count;

    /// <summary>Number of bytes in all runs.</summary>
    public int Length => _starts[^1];

    /// <summary>Occurrences of all runs.</summary>
    public long Total { get; private set; }

    /// <summary>A run.</summary>
    public ReadOnlySpan<byte> this[int run] => _bytes.AsSpan(_starts[run], _starts[run + 1] - _starts[run]);

    /// <summary>All runs, one after the other.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Where a run starts in <see cref="Bytes"/>; for the number of runs, where they end.</summary>
    public int StartOf(int run) => _starts[run];

    /// <summary>How many times a run occurs.</summary>
    public long CountOf(int run) => _counts[run];

    private void End(int length, long count)
    {
        if (length == 0) return;
        _starts.Add(_starts[^1] + length);
        _counts.Add(count);
        Total += count;
    }

    private void Reserve(int bytes)
    {
        if (bytes > _bytes.Length) Array.Resize(ref _bytes, (int)Math.Min(2L * _bytes.Length, Array.MaxLength));
    }
}
