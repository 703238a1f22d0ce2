namespace Cocoon.Text;

/// <summary>Finds the documents that may be similar to one, without comparing it with all.</summary>
/// <remarks>
/// Locality-sensitive hashing by bands (Leskovec, Rajaraman and Ullman, "Mining of massive datasets", section 3.4): two documents meet if
/// all entries of their signatures agree in one of <see cref="Bands"/> bands of <see cref="Rows"/> entries. With similarity s that
/// happens with probability 1 − (1 − s^5)^20: 0.9996 at 0.8, 0.975 at 0.7, 0.47 at 0.5, 0.05 at 0.3.
/// A bucket holds at most <see cref="BucketSize"/> documents, the first; only text from one template fills one, and then the work stays bounded.
/// </remarks>
internal sealed class BandIndex
{
    public const int Bands = 20;
    public const int Rows = 5;
    public const int BucketSize = 64;

    private readonly Table[] _tables = [.. Enumerable.Range(0, Bands).Select(_ => new Table())];

    /// <summary>Finds the documents that may be similar.</summary>
    /// <param name="signature">The signature of the one.</param>
    /// <param name="into">Receives their numbers, each once, ascending.</param>
    public void Find(ReadOnlySpan<uint> signature, SortedSet<int> into)
    {
        into.Clear();
        for (int band = 0; band < Bands; band++) _tables[band].Find(KeyOf(signature, band), into);
    }

    /// <summary>Adds a document.</summary>
    public void Add(ReadOnlySpan<uint> signature, int document)
    {
        for (int band = 0; band < Bands; band++) _tables[band].Add(KeyOf(signature, band), document);
    }

    private static uint KeyOf(ReadOnlySpan<uint> signature, int band)
    {
        ulong key = 0;
        foreach (uint entry in signature.Slice(band * Rows, Rows)) key = WordNGrams.Mix(key ^ entry);
        return (uint)(key >> 32);
    }

    /// <summary>Documents by key: open addressing, eight bytes an entry, at most three quarters full.</summary>
    private sealed class Table
    {
        private ulong[] _slots = new ulong[64];   // key << 32 | document + 1; 0 is free
        private int _count;

        public void Find(uint key, SortedSet<int> into)
        {
            for (int slot = Home(key); _slots[slot] != 0; slot = Next(slot))
                if ((uint)(_slots[slot] >> 32) == key) into.Add((int)(uint)_slots[slot] - 1);
        }

        public void Add(uint key, int document)
        {
            if (_count >= _slots.Length / 4 * 3) Grow();
            int slot = Home(key), same = 0;
            for (; _slots[slot] != 0; slot = Next(slot))
                if ((uint)(_slots[slot] >> 32) == key && ++same == BucketSize) return;
            _slots[slot] = (ulong)key << 32 | (uint)(document + 1);
            _count++;
        }

        private void Grow()
        {
            ulong[] old = _slots;
            _slots = new ulong[checked(2 * old.Length)];
            // Behind a free slot, so that a bucket that wraps around keeps its order.
            int start = Array.IndexOf(old, 0UL);
            for (int i = 1; i <= old.Length; i++)
            {
                ulong entry = old[(start + i) & (old.Length - 1)];
                if (entry == 0) continue;
                int slot = Home((uint)(entry >> 32));
                while (_slots[slot] != 0) slot = Next(slot);
                _slots[slot] = entry;
            }
        }

        private int Home(uint key) => (int)((ulong)key * (ulong)_slots.Length >> 32);

        private int Next(int slot) => (slot + 1) & (_slots.Length - 1);
    }
}
