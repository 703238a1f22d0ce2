using System.Text;

namespace Cocoon.Text;

/// <summary>The runs of a corpus in UTF-8, without the characters that no piece spells, how often each occurs, and what follows it.</summary>
internal sealed class RunCorpus
{
    /// <summary>What follows a run that ends before a character that no piece spells.</summary>
    private const int Rare = 1;

    private readonly List<int> _starts = [0], _nexts = [];
    private readonly List<long> _counts = [];
    private byte[] _bytes = new byte[1 << 16];

    /// <summary>Cuts counted runs at the rare characters.</summary>
    /// <param name="words">The runs, each with the character that follows it.</param>
    /// <param name="alphabet">The characters that pieces may contain.</param>
    public RunCorpus(WordCounts words, IReadOnlySet<int> alphabet)
    {
        for (int i = 0; i < words.Distinct; i++)
        {
            var word = words.WordAt(i);
            int length = 0;
            while (!word.IsEmpty)
            {
                Rune.DecodeFromUtf16(word, out var rune, out int units);
                word = word[units..];
                bool isKept = alphabet.Contains(rune.Value);
                if (!word.IsEmpty && isKept) length += Append(rune, length);
                else
                {
                    if (!word.IsEmpty) RareCharacters += words.CountAt(i);
                    End(length, words.CountAt(i), isKept || rune.Value == '\n' ? rune.Value : Rare);
                    length = 0;
                }
            }
        }
    }

    private RunCorpus(long rareCharacters) => RareCharacters = rareCharacters;

    /// <summary>Number of runs.</summary>
    public int Count => _counts.Count;

    /// <summary>Number of bytes in all runs.</summary>
    public int Length => _starts[^1];

    /// <summary>Occurrences of all runs.</summary>
    public long Total { get; private set; }

    /// <summary>Occurrences of characters that no piece spells.</summary>
    public long RareCharacters { get; }

    /// <summary>A run.</summary>
    public ReadOnlySpan<byte> this[int run] => _bytes.AsSpan(_starts[run], _starts[run + 1] - _starts[run]);

    /// <summary>All runs, one after the other.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Where a run starts in <see cref="Bytes"/>; for the number of runs, where they end.</summary>
    public int StartOf(int run) => _starts[run];

    /// <summary>How many times a run occurs.</summary>
    public long CountOf(int run) => _counts[run];

    /// <summary>The character that follows a run.</summary>
    public int NextOf(int run) => _nexts[run];

    /// <summary>The same runs, whatever follows them: equal ones are one.</summary>
    public RunCorpus Merged()
    {
        var counts = new WordCounts(int.MaxValue);
        char[] units = [];
        for (int run = 0; run < Count; run++)
        {
            if (units.Length < this[run].Length) units = new char[2 * this[run].Length];
            counts.Add(units.AsSpan(0, Encoding.UTF8.GetChars(this[run], units)), CountOf(run));
        }

        var merged = new RunCorpus(RareCharacters);
        for (int i = 0; i < counts.Distinct; i++)
        {
            int length = 0;
            foreach (var rune in counts.WordAt(i).EnumerateRunes()) length += merged.Append(rune, length);
            merged.End(length, counts.CountAt(i), Rare);
        }

        return merged;
    }

    private int Append(Rune rune, int length)
    {
        int at = _starts[^1] + length;
        if (at + 4 > _bytes.Length) Array.Resize(ref _bytes, (int)Math.Min(2L * _bytes.Length, Array.MaxLength));
        return rune.EncodeToUtf8(_bytes.AsSpan(at));
    }

    private void End(int length, long count, int next)
    {
        if (length == 0) return;
        _starts.Add(_starts[^1] + length);
        _counts.Add(count);
        _nexts.Add(next);
        Total += count;
    }
}
