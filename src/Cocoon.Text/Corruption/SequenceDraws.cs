using Cocoon.Determinism;

namespace Cocoon.Text;

/// <summary>The random numbers of one sequence and one purpose, one after the other.</summary>
/// <param name="stream">The numbers of the purpose.</param>
/// <param name="sequence">Number of the sequence: draw n of it has index sequence · 2^32 + n.</param>
internal struct SequenceDraws(RandomStream stream, int sequence)
{
    private ulong _next = (ulong)sequence << 32;

    /// <summary>A number in [0, 1).</summary>
    public double Uniform() => stream.Uniform(_next++);

    /// <summary>A whole number in [0, <paramref name="bound"/>).</summary>
    public int Below(int bound) => stream.Below(bound, _next++);

    /// <summary>A Poisson-distributed whole number, by inversion of its distribution.</summary>
    /// <param name="mean">λ, up to a hundred.</param>
    public int Poisson(double mean)
    {
        double left = Uniform(), probability = Math.Exp(-mean);
        int k = 0;
        for (; left >= probability; probability *= mean / ++k) left -= probability;
        return k;
    }

    /// <summary>Brings items into a random order, each order equally likely.</summary>
    public void Shuffle(Span<int> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>Divides items into non-empty segments, each division equally likely.</summary>
    /// <param name="items">How many there are, at least as many as segments.</param>
    /// <param name="lengths">Becomes the items of each segment.</param>
    /// <remarks>The cuts are a random subset of the places between items, drawn in their order (Knuth, The Art of Computer Programming, vol. 2, algorithm 3.4.2 S).</remarks>
    public void Divide(int items, Span<int> lengths)
    {
        int cuts = 0, last = 0;
        for (int place = 1; place < items && cuts < lengths.Length - 1; place++)
        {
            if (Below(items - place) >= lengths.Length - 1 - cuts) continue;
            lengths[cuts++] = place - last;
            last = place;
        }
        if (lengths.Length > 0) lengths[^1] = items - last;
    }
}
