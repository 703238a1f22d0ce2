using System.Diagnostics;
using System.Text.Json;
using Cocoon.Text;

// Compares the tokenizer with what reference.py printed:        Compare <file.model> <expected.jsonl> <mismatches.txt>
// Measures how fast the lines of a text file become ids:        Compare <file.model> <text.txt>
var tokenizer = SentencePieceTokenizer.Load(args[0]);
return args.Length == 3 ? Compare(args[1], args[2]) : Measure(args[1]);

int Compare(string expectedPath, string mismatchesPath)
{
    var ids = new IntList();
    var offsets = new List<TokenSpan>();
    var (strings, tokens, different) = (0L, 0L, 0L);
    using var mismatches = new StreamWriter(mismatchesPath);
    foreach (string line in File.ReadLines(expectedPath))
    {
        using var expected = JsonDocument.Parse(line);
        string text = expected.RootElement.GetProperty("text").GetString()!;
        ids.Clear();
        offsets.Clear();
        tokenizer.Encode(text, ids, offsets);
        int[] wantIds = [.. expected.RootElement.GetProperty("ids").EnumerateArray().Select(e => e.GetInt32())];
        int[] wantOffsets = [.. expected.RootElement.GetProperty("offsets").EnumerateArray().Select(e => e.GetInt32())];
        int[] haveOffsets = [.. offsets.SelectMany(span => new[] { span.Start, span.End })];
        string? wantText = expected.RootElement.GetProperty("decoded").GetString();
        string haveText = tokenizer.Decode(ids.Span);
        strings++;
        tokens += ids.Count;
        if (ids.Span.SequenceEqual(wantIds) && haveOffsets.AsSpan().SequenceEqual(wantOffsets) && haveText == wantText) continue;
        different++;
        mismatches.WriteLine($"text     {JsonSerializer.Serialize(text)}");
        mismatches.WriteLine($"expected {string.Join(' ', wantIds.Select(tokenizer.TokenOf))}\n         {string.Join(' ', wantOffsets)}\n         {JsonSerializer.Serialize(wantText)}");
        mismatches.WriteLine($"got      {string.Join(' ', ids.Span.ToArray().Select(tokenizer.TokenOf))}\n         {string.Join(' ', haveOffsets)}\n         {JsonSerializer.Serialize(haveText)}\n");
    }

    Console.WriteLine($"{strings:N0} strings, {tokens:N0} tokens, {different:N0} different");
    return different == 0 ? 0 : 1;
}

int Measure(string textPath)
{
    string[] lines = File.ReadAllLines(textPath);
    long bytes = new FileInfo(textPath).Length;
    var ids = new IntList();
    for (int round = 0; round < 3; round++)
    {
        ids.Clear();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        foreach (string line in lines) tokenizer.Encode(line, ids);
        double seconds = watch.Elapsed.TotalSeconds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Console.WriteLine($"{ids.Count:N0} ids, {seconds:F3} s, {bytes / seconds / 1e6:F1} MB/s, {allocated:N0} bytes allocated");
    }

    return 0;
}
