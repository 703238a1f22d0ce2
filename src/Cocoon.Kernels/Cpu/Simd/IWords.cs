namespace Cocoon.Kernels;

/// <summary>Words of 32 bits in one vector of the machine: as many as it has, because no result depends on their number.</summary>
/// <remarks>An even word and the odd one after it are also the halves of a number of 64 bits.</remarks>
internal unsafe interface IWords<TSelf> where TSelf : struct, IWords<TSelf>
{
    /// <summary>Words of a vector.</summary>
    static abstract int Count { get; }

    /// <summary>0, 1, 2, …</summary>
    static abstract TSelf Indices { get; }

    /// <summary>One value everywhere.</summary>
    static abstract TSelf Create(uint value);

    /// <summary>Writes <see cref="Count"/> words.</summary>
    void Store(uint* target);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator &(TSelf a, TSelf b);

    static abstract TSelf operator ^(TSelf a, TSelf b);

    static abstract TSelf operator >>>(TSelf x, int bits);

    /// <summary><paramref name="a"/> without the bits of <paramref name="b"/>.</summary>
    static abstract TSelf AndNot(TSelf a, TSelf b);

    /// <summary>All bits set where a is less.</summary>
    static abstract TSelf LessThan(TSelf a, TSelf b);

    /// <summary>The 64-bit products of the even words.</summary>
    static abstract TSelf MultiplyEven(TSelf a, TSelf b);

    /// <summary>The odd words in the places of the even ones, and 0 in their own.</summary>
    static abstract TSelf OddToEven(TSelf x);

    /// <summary>The even words of both: those of <paramref name="even"/> in their places, those of <paramref name="odd"/> after them.</summary>
    static abstract TSelf Interleave(TSelf even, TSelf odd);
}
