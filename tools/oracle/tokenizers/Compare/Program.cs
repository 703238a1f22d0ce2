using System.Text.Json;
using Cocoon.Text;

// Compares the tokenizer with what reference.js printed: Compare <tokenizer.json> <expected.jsonl> [lowercase|cased]
var tokenizer = WordPieceTokenizer.Load(args[0]);
if (args.Length > 2) tokenizer = new WordPieceTokenizer(tokenizer.Tokens, tokenizer.Options with { Lowercase = args[2] == "lowercase", StripAccents = null });
var ids = new IntList();
var offsets = new List<TokenSpan>();
var (strings, tokens, different) = (0L, 0L, 0);
foreach (string line in File.ReadLines(args[1]))
{
    using var expected = JsonDocument.Parse(line);
    string text = expected.RootElement.GetProperty("text").GetString()!;
    ids.Clear();
    offsets.Clear();
    tokenizer.Encode(text, ids, offsets, parseSpecial: true);
    int[] wantIds = [.. expected.RootElement.GetProperty("ids").EnumerateArray().Select(e => e.GetInt32())];
    int[] wantOffsets = [.. expected.RootElement.GetProperty("offsets").EnumerateArray().Select(e => e.GetInt32())];
    int[] haveOffsets = [.. offsets.SelectMany(span => new[] { span.Start, span.End })];
    string decoded = tokenizer.Decode(ids.Span, skipSpecial: false);
    strings++;
    tokens += ids.Count;
    bool equal = ids.Span.SequenceEqual(wantIds) && haveOffsets.AsSpan().SequenceEqual(wantOffsets)
        && decoded == expected.RootElement.GetProperty("decoded").GetString();
    if (equal || ++different > 20) continue;
    Console.WriteLine($"different: {JsonSerializer.Serialize(text)}");
    Console.WriteLine($"  expected {string.Join(' ', wantIds.Select(tokenizer.TokenOf))}\n           {string.Join(' ', wantOffsets)}");
    Console.WriteLine($"  got      {string.Join(' ', ids.Span.ToArray().Select(tokenizer.TokenOf))}\n           {string.Join(' ', haveOffsets)}");
}

Console.WriteLine($"{strings:N0} strings, {tokens:N0} tokens, {different} different");
return different == 0 ? 0 : 1;
