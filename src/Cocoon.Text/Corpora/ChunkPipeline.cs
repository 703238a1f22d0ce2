namespace Cocoon.Text;

/// <summary>Work on documents by several threads whose results are used in the order of the documents.</summary>
/// <remarks>
/// One thread reads ahead, several work on chunks, the caller's uses the results one after the other: so results do not depend on the
/// number of threads. At most one chunk for each thread and one more wait, of about 2^18 characters, or of one document if it is longer.
/// </remarks>
internal static class ChunkPipeline
{
    /// <summary>Runs everything.</summary>
    /// <param name="items">What to work on.</param>
    /// <param name="textOf">The text of an item.</param>
    /// <param name="threads">Threads that work; 0 for one per processor.</param>
    /// <param name="work">What they do; it must not depend on other chunks.</param>
    /// <param name="use">What the calling thread does with each result, in order.</param>
    /// <param name="ct">Stops between two chunks.</param>
    public static void Run<T, TChunk>(IEnumerable<T> items, Func<T, string> textOf, int threads, Action<TChunk> work, Action<TChunk> use, CancellationToken ct)
        where TChunk : Chunk<T>, new()
    {
        if (threads == 0) threads = Environment.ProcessorCount;
        var pending = new Queue<(TChunk Chunk, Task Work)>();
        var free = new Stack<TChunk>();
        try
        {
            var chunk = new TChunk();
            foreach (var item in ReadAhead.Of(items, textOf, ct))
            {
                chunk.Add(item, textOf(item));
                if (!chunk.IsFull) continue;
                Start(chunk);
                if (pending.Count > threads) UseNext();
                chunk = free.TryPop(out var cleared) ? cleared : new TChunk();
            }
            if (chunk.Items.Count > 0) Start(chunk);
            while (pending.Count > 0) UseNext();
        }
        finally
        {
            // After a failure the other chunks are still worked on: nothing may outlive the call, and their own failures tell nothing new.
            foreach (var (_, running) in pending) running.ContinueWith(static _ => { }, TaskScheduler.Default).Wait(CancellationToken.None);
        }

        void Start(TChunk chunk) => pending.Enqueue((chunk, Task.Run(() => work(chunk), ct)));

        void UseNext()
        {
            ct.ThrowIfCancellationRequested();
            var (chunk, running) = pending.Dequeue();
            running.GetAwaiter().GetResult();
            use(chunk);
            chunk.Clear();
            free.Push(chunk);
        }
    }
}
