using System.Text.Json;
using Cocoon.Testing;

namespace Cocoon.Tests.Text;

/// <summary>What the reference library gave for the sentences of tools/oracle/tokenizers.</summary>
internal sealed record WordPieceGolden(string[] Vocabulary, string Training, string[] Trained, IReadOnlyList<WordPieceGolden.Case> Cases)
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web);

    /// <summary>One string under one normalizer; offsets are start, end, start, end ...</summary>
    internal sealed record Case(bool Lowercase, bool? StripAccents, string Text, int[] Ids, int[] Offsets, string Decoded);

    public static WordPieceGolden Load() =>
        JsonSerializer.Deserialize<WordPieceGolden>(File.ReadAllText(Repository.PathOf("tests", "golden", "wordpiece.json")), s_options)!;
}
