namespace Cocoon.Determinism;

/// <summary>An endless sequence of random words that can be read at any index, in any order.</summary>
/// <param name="Seed">The run's seed: Philox's key.</param>
/// <param name="Step">Which micro-batch the numbers belong to: the highest word of the counter.</param>
/// <param name="Id">Which purpose they serve (see <see cref="Streams"/>): the third word of the counter.</param>
/// <remarks>(seed, step, stream, index) are disjoint fields of Philox's input, so no two of them can collide.</remarks>
public readonly record struct RandomStream(ulong Seed, uint Step, uint Id)
{
    /// <summary>The four words of block <paramref name="index"/>.</summary>
    public (uint X0, uint X1, uint X2, uint X3) Block(ulong index) =>
        Philox.Block((uint)Seed, (uint)(Seed >> 32), (uint)index, (uint)(index >> 32), Id, Step);

    /// <summary>One word of 32 random bits.</summary>
    public uint Word(ulong index) => Block(index).X0;

    /// <summary>A uniform number in [0, 1) with 24 random bits: every value is exact in a float.</summary>
    public float Uniform(ulong index) => (Word(index) >> 8) * (1f / (1 << 24));

    /// <summary>A uniform whole number in [0, <paramref name="bound"/>), by multiplication (Lemire 2019, without rejection:
    /// the bias is below bound / 2^32).</summary>
    public int Below(int bound, ulong index) => (int)((ulong)Word(index) * (uint)bound >> 32);
}
