using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Cocoon.Text;

/// <summary>Measures how fast a tokenizer encodes, to stand beside speed.js.</summary>
internal static class Speed
{
    public static void Measure(Tokenizer tokenizer, TextReader input)
    {
        var texts = new List<string>();
        while (input.ReadLine() is { } line) texts.Add(JsonSerializer.Deserialize<string>(line)!);
        double megabytes = texts.Sum(text => (long)Encoding.UTF8.GetByteCount(text)) / 1e6;
        var ids = new IntList();
        var offsets = new List<TokenSpan>();
        Report("ids", () => { foreach (string text in texts) { ids.Clear(); tokenizer.Encode(text, ids, null, parseSpecial: true); } });
        Report("ids and offsets", () => { foreach (string text in texts) { ids.Clear(); offsets.Clear(); tokenizer.Encode(text, ids, offsets, parseSpecial: true); } });
        for (int threads = 1; threads <= Environment.ProcessorCount; threads *= 2)
        {
            int count = threads;
            Report($"batch on {count} cores", () => tokenizer.EncodeBatch(texts, new() { AddSpecial = false, ParseSpecial = true }, count));
        }

        void Report(string what, Action encode)
        {
            double best = double.PositiveInfinity, paused = 0;
            long allocated = 0;
            for (int round = 0; round < 4; round++)
            {
                var pauses = GC.GetTotalPauseDuration();
                long before = GC.GetTotalAllocatedBytes(precise: true), start = Stopwatch.GetTimestamp();
                encode();
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
                allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
                paused = (GC.GetTotalPauseDuration() - pauses).TotalMilliseconds;
            }

            Console.WriteLine($"{tokenizer.Kind}, {what}: {megabytes / best:0.0} MB/s ({megabytes:0.0} MB in {best:0.00} s, best of 4; {allocated / (double)texts.Count:0.0} bytes allocated a text, {paused:0} ms of collection)");
        }
    }
}
