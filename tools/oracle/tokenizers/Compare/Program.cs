using System.Diagnostics;
using System.Text.Json;
using Cocoon.Text;

// Compares a tokenizer with what reference.js printed: Compare <tokenizer> <expected.jsonl | -> [mismatches.jsonl]
// Compare <tokenizer> speed < strings measures instead.
// Compare train <wordpiece | bpe | byte-level-bpe> <file> ... measures training.
// Every difference goes to the file of mismatches, the first ones to the terminal; the exit code tells whether there was one.
if (args[0] == "train")
{
    Training.Measure(args[1], args[2..]);
    return 0;
}

var tokenizer = Tokenizer.Load(args[0]);
if (args[1] == "speed")
{
    Speed.Measure(tokenizer, Console.In);
    return 0;
}

using var input = args[1] == "-" ? new StreamReader(Console.OpenStandardInput()) : new StreamReader(args[1]);
using var mismatches = args.Length > 2 ? new StreamWriter(args[2]) : StreamWriter.Null;
var ids = new IntList();
var offsets = new List<TokenSpan>();
var sequence = new TokenSequence();
var options = tokenizer.Defaults with { ParseSpecial = true };
var (strings, tokens, different, clock) = (0L, 0L, 0, new Stopwatch());
while (input.ReadLine() is { } line)
{
    using var document = JsonDocument.Parse(line);
    var expected = document.RootElement;
    string text = Text(expected.GetProperty("utf16"));
    string have, want;
    if (expected.TryGetProperty("decoded", out var decoded))
    {
        ids.Clear();
        offsets.Clear();
        clock.Start();
        tokenizer.Encode(text, ids, offsets, parseSpecial: true);
        clock.Stop();
        tokens += ids.Count;
        have = Show(ids.Span.ToArray(), offsets, tokenizer.Decode(ids.Span, skipSpecial: false));
        want = Show(Numbers(expected, "ids"), Spans(expected), decoded.GetString()!);
    }
    else
    {
        string? pair = expected.GetProperty("pair").ValueKind == JsonValueKind.Null ? null : Text(expected.GetProperty("pair"));
        if (pair is null) tokenizer.Encode(text, sequence, options);
        else tokenizer.Encode(text, pair, sequence, options);
        tokens += sequence.Count;
        int[] special = [.. sequence.Kinds.ToArray().Select(kind => kind == TokenKind.Text ? 0 : 1)];
        have = Show(sequence.Ids.ToArray(), sequence.Offsets.ToArray(), $"{string.Join(' ', sequence.Segments.ToArray())} | {string.Join(' ', special)}");
        want = Show(Numbers(expected, "ids"), Spans(expected), $"{string.Join(' ', Numbers(expected, "segments"))} | {string.Join(' ', Numbers(expected, "special"))}");
    }

    strings++;
    if (have == want) continue;
    mismatches.WriteLine(line);
    if (++different > 20) continue;
    Console.WriteLine($"different: {string.Concat(text.Take(200).Select(c => c is >= ' ' and <= '~' ? $"{c}" : $"\\u{(int)c:x4}"))}\n  expected {want}\n  got      {have}");
}

Console.WriteLine($"{strings:N0} strings, {tokens:N0} tokens, {different} different ({clock.Elapsed.TotalSeconds:0.0} s here)");
return different == 0 ? 0 : 1;

static string Text(JsonElement utf16) => Units(utf16.GetBytesFromBase64());

static string Units(byte[] bytes) => string.Create(bytes.Length / 2, bytes, static (chars, from) => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, char>(from).CopyTo(chars));

static int[] Numbers(JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray().Select(e => e.GetInt32())];

static IEnumerable<TokenSpan> Spans(JsonElement json) => Numbers(json, "offsets").Chunk(2).Select(pair => new TokenSpan(pair[0], pair[1]));

string Show(int[] numbers, IEnumerable<TokenSpan> spans, string rest) =>
    $"{string.Join(' ', numbers)}\n           {string.Join(' ', numbers.Select(tokenizer.TokenOf))}\n           {string.Join(' ', spans.Select(span => $"{span.Start}-{span.End}"))}\n           {rest}";
