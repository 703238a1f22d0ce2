namespace Cocoon.Kernels;

/// <summary>A counter that one thread raises and one other waits for: spinning first, then parked.</summary>
internal sealed class Signal : IDisposable
{
    private readonly SemaphoreSlim _wake = new(0);
    private int _value;
    private int _parked;

    /// <summary>Publishes a value, and with it everything this thread wrote before.</summary>
    public void Raise(int value)
    {
        Volatile.Write(ref _value, value);
        // The exchange is a full fence: either the waiter sees the value after it says that it parks, or this sees that it has parked.
        if (Interlocked.Exchange(ref _parked, 0) == 1) _wake.Release();
    }

    /// <summary>Returns when <paramref name="value"/> has been raised.</summary>
    /// <param name="value">The value to wait for; values only grow.</param>
    /// <param name="spins">How many pauses to make before the thread parks.</param>
    public void Wait(int value, int spins)
    {
        for (int spin = 0; spin < spins; spin++)
        {
            if (IsRaised(value)) return;
            Thread.SpinWait(1);
        }
        while (!IsRaised(value))
        {
            Interlocked.Exchange(ref _parked, 1);
            if (!IsRaised(value) || Interlocked.Exchange(ref _parked, 0) == 0) _wake.Wait(); // 0: a release is on its way and must be consumed
        }
    }

    public void Dispose() => _wake.Dispose();

    private bool IsRaised(int value) => Volatile.Read(ref _value) - value >= 0; // differences survive wrapping around
}
