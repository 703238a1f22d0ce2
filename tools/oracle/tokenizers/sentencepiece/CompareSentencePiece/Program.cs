using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Cocoon.Text;

// Compares a tokenizer with what reference.py (for a .model file) or cocolm_reference.py (for a folder with sp.model and dict.txt) printed:
//   CompareSentencePiece <model> <expected.jsonl> <mismatches.txt>
// Measures how fast the lines of a text file become ids:
//   CompareSentencePiece <model> <text.txt>
// Sums the scores of the pieces of a text file's lines, to compare trained models; unknown pieces are counted beside:
//   CompareSentencePiece likelihood <file.model> <text.txt>
// Trains a unigram model:
//   CompareSentencePiece train <new folder> <vocabulary size> <character coverage> <corpus> ...
if (args[0] == "likelihood") return Likelihood(args[1], args[2]);
if (args[0] == "train") return Train(args[1], int.Parse(args[2], CultureInfo.InvariantCulture), double.Parse(args[3], CultureInfo.InvariantCulture), args[4..]);
var tokenizer = Tokenizer.Load(args[0]);
var ids = new IntList();
var offsets = new List<TokenSpan>();
return args.Length == 3 ? Compare(args[1], args[2]) : Measure(args[1]);

int Compare(string expectedPath, string mismatchesPath)
{
    var (strings, tokens, different) = (0L, 0L, 0L);
    using var mismatches = new StreamWriter(mismatchesPath);
    foreach (string line in File.ReadLines(expectedPath))
    {
        using var expected = JsonDocument.Parse(line);
        var root = expected.RootElement;
        string text = root.GetProperty("text").GetString()!;
        ids.Clear();
        offsets.Clear();
        tokenizer.Encode(text, ids, offsets);
        int[] wantIds = Integers(root.GetProperty("ids"));
        int[] haveOffsets = [.. offsets.SelectMany(span => new[] { span.Start, span.End })];
        int[] wantOffsets = root.TryGetProperty("offsets", out var given) ? Integers(given) : haveOffsets;
        string? wantText = root.GetProperty("decoded").GetString();
        string haveText = tokenizer.Decode(ids.Span, skipSpecial: false);
        strings++;
        tokens += ids.Count;
        if (ids.Span.SequenceEqual(wantIds) && haveOffsets.AsSpan().SequenceEqual(wantOffsets) && haveText == wantText) continue;
        different++;
        mismatches.WriteLine($"text     {JsonSerializer.Serialize(text)}");
        Describe(mismatches, "expected", wantIds, wantOffsets, wantText);
        Describe(mismatches, "got     ", ids.Span.ToArray(), haveOffsets, haveText);
    }

    Console.WriteLine($"{strings:N0} strings, {tokens:N0} tokens, {different:N0} different");
    return different == 0 ? 0 : 1;
}

void Describe(StreamWriter to, string what, int[] some, int[] places, string? decoded)
{
    to.WriteLine($"{what} {string.Join(' ', some.Select(tokenizer.TokenOf))}");
    to.WriteLine($"         {string.Join(' ', places)}\n         {JsonSerializer.Serialize(decoded)}");
}

static int[] Integers(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetInt32())];

int Measure(string textPath)
{
    string[] lines = File.ReadAllLines(textPath);
    long bytes = new FileInfo(textPath).Length;
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

static int Likelihood(string model, string textPath)
{
    var tokenizer = (SentencePieceTokenizer)Tokenizer.Load(model);
    var (pieces, unknown, sum) = (0L, 0L, 0.0);
    var found = new IntList();
    foreach (string line in File.ReadLines(textPath))
    {
        found.Clear();
        tokenizer.Encode(line, found);
        foreach (int id in found.Span)
        {
            if (id == tokenizer.Special.Unknown) unknown++;
            else sum += tokenizer.Model.Pieces[id].Score;
        }

        pieces += found.Count;
    }

    Console.WriteLine(FormattableString.Invariant($"{sum:F0} nats, {pieces} pieces, {unknown} unknown"));
    return 0;
}

static int Train(string to, int size, double coverage, string[] corpus)
{
    var watch = Stopwatch.StartNew();
    var options = new UnigramTrainerOptions { VocabularySize = size, CharacterCoverage = coverage };
    new UnigramTrainer(options).Train(TextCorpus.Open(corpus), new Lines(watch)).Save(to);
    Console.WriteLine(FormattableString.Invariant($"{watch.Elapsed.TotalSeconds:F1} s, {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB at most"));
    return 0;
}

file sealed class Lines(Stopwatch watch) : IProgress<UnigramTrainerProgress>
{
    public void Report(UnigramTrainerProgress value)
    {
        if (value.Pieces > 0) Console.WriteLine(FormattableString.Invariant($"{watch.Elapsed.TotalSeconds:F1} s: {value.DistinctWords} words, {value.Pieces} pieces, {value.NatsPerWord:F4} nats a word"));
    }
}
