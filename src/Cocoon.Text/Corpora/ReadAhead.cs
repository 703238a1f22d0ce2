using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Cocoon.Text;

/// <summary>Reads documents on a second thread, a little ahead of who uses them; order and content do not change.</summary>
internal static class ReadAhead
{
    private const int BatchChars = 1 << 18, Batches = 4;

    /// <summary>The same documents. At most a few batches of 2^18 characters (or one document, if that is longer) wait in memory.</summary>
    public static IEnumerable<Document> Of(IEnumerable<Document> documents, CancellationToken ct) => Of(documents, document => document.Text, ct);

    /// <summary>The same items, each of which carries a text.</summary>
    public static IEnumerable<T> Of<T>(IEnumerable<T> items, Func<T, string> textOf, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var queue = new BlockingCollection<List<T>>(Batches);
        ExceptionDispatchInfo? failure = null;
        var reader = new Thread(() =>
        {
            try
            {
                foreach (var batch in InBatches(items, textOf)) queue.Add(batch, stop.Token);
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
            finally
            {
                queue.CompleteAdding();
            }
        })
        { IsBackground = true, Name = "corpus reader" };
        reader.Start();
        try
        {
            foreach (var batch in queue.GetConsumingEnumerable(CancellationToken.None))
                foreach (var item in batch) yield return item;
        }
        finally
        {
            // Reached early if the consumer stops: the reader must be gone before the queue is.
            stop.Cancel();
            reader.Join();
        }

        failure?.Throw();
    }

    /// <summary>Items in lists of about 2^18 characters together; each list is new.</summary>
    public static IEnumerable<List<T>> InBatches<T>(IEnumerable<T> items, Func<T, string> textOf)
    {
        var batch = new List<T>();
        int chars = 0;
        foreach (var item in items)
        {
            batch.Add(item);
            chars += textOf(item).Length;
            if (chars < BatchChars) continue;
            yield return batch;
            (batch, chars) = ([], 0);
        }

        if (batch.Count > 0) yield return batch;
    }
}
