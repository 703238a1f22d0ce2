using Cocoon.Determinism;
using Xunit;

namespace Cocoon.Testing;

/// <summary>Feeds readers with mutated inputs.</summary>
public static class HostileInputs
{
    /// <summary>Inputs for a reader.</summary>
    public const uint Rounds = 100_000;

    /// <summary>Each input is read, or refused with the documented exception, and takes memory in proportion to its size.</summary>
    /// <typeparam name="TRefusal">The documented exception.</typeparam>
    /// <param name="seed">A good input.</param>
    /// <param name="foreign">What mutations may put in.</param>
    /// <param name="read">Reads an input.</param>
    /// <param name="rounds">How many inputs.</param>
    /// <param name="refusals">How many must be refused at least; without any, the mutations would be harmless.</param>
    public static void Attack<TRefusal>(byte[] seed, byte[][] foreign, Action<byte[]> read, uint rounds = Rounds, uint refusals = Rounds / 100)
        where TRefusal : Exception
    {
        read(seed);   // warm, and the seed itself must be good
        int refused = 0;
        for (uint round = 0; round < rounds; round++)
        {
            byte[] content = Mutation.Of(seed, foreign, new RandomStream(11, round, 0));
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(content);
            }
            catch (TRefusal)
            {
                refused++;
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8L * content.Length + (16 << 20));
        }
        Assert.InRange(refused, (int)Math.Min(refusals, rounds / 100), (int)rounds);
    }
}
