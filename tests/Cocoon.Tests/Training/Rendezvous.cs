using Cocoon.Training;

namespace Cocoon.Tests.Training;

/// <summary>Several processes of one training, played by threads.</summary>
internal sealed class Rendezvous(int size) : IDisposable
{
    private readonly Barrier _barrier = new(size);
    private readonly object[] _given = new object[size];

    public ICollective Rank(int rank) => new Member(this, rank);

    public void Dispose() => _barrier.Dispose();

    private T[] Exchange<T>(int rank, T mine) where T : notnull
    {
        _given[rank] = mine;
        _barrier.SignalAndWait();
        var all = _given.Select(g => (T)g).ToArray();
        _barrier.SignalAndWait();
        return all;
    }

    // The largest power of two below the count, then the rest: ((0+1)+(2+3))+(4+5)…
    private static T Tree<T>(ReadOnlySpan<T> values, Func<T, T, T> add)
    {
        if (values.Length == 1) return values[0];
        int left = 1;
        while (left * 2 < values.Length) left *= 2;
        return add(Tree(values[..left], add), Tree(values[left..], add));
    }

    private sealed class Member(Rendezvous all, int rank) : ICollective
    {
        public int Rank => rank;

        public int Size => all._given.Length;

        public void Sum(Span<float> values) => Tree<float[]>(all.Exchange(rank, values.ToArray()), (a, b) => [.. a.Zip(b, (x, y) => x + y)]).CopyTo(values);

        public void Sum(Span<double> values) => Tree<double[]>(all.Exchange(rank, values.ToArray()), (a, b) => [.. a.Zip(b, (x, y) => x + y)]).CopyTo(values);

        public long Max(long value) => all.Exchange(rank, value).Max();
    }
}
