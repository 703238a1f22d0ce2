using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary>Shows a folder of shards: what its manifest says, and how its first document begins.</summary>
internal static class ShardInspection
{
    private const int TokensShown = 40;

    public static void Show(CommandConsole console, string folder)
    {
        using var shards = ShardSet.Open(folder);
        var manifest = shards.Manifest;
        string tokenizerFolder = Path.Combine(folder, PreparedData.TokenizerFolder);
        string? beginning = null;
        if (Directory.Exists(tokenizerFolder))
        {
            var tokenizer = Tokenizer.Load(tokenizerFolder);
            PreparedData.RequireSame(shards, tokenizer.Fingerprint, "the tokenizer beside them");
            int[] ids = new int[Math.Min(TokensShown, shards.LengthOf(0))];
            shards.Read(0, 0, ids);
            beginning = tokenizer.Decode(ids);
        }
        console.Facts(new { Kind = "shards", Folder = folder, manifest, Beginning = beginning },
        [
            CommandConsole.Columns(
                ("kind", "shards"),
                ("documents", $"{manifest.Documents:N0}"),
                ("tokens", $"{manifest.Tokens:N0}, {manifest.IdBytes} bytes each"),
                ("vocabulary", $"{manifest.VocabularySize:N0}"),
                ("tokenizer", manifest.Tokenizer),
                ("shards", $"{manifest.Shards.Count:N0}, {CommandConsole.Bytes(manifest.Shards.Sum(s => s.Bytes))}"),
                ("sources", string.Join(", ", manifest.Sources.Take(6).Select(s => s.Name)) + (manifest.Sources.Count > 6 ? $" and {manifest.Sources.Count - 6:N0} more" : "")),
                ("options", string.Join(", ", manifest.Options.Select(o => $"{o.Key} {o.Value}"))),
                ("begins", beginning ?? "(no tokenizer beside the shards)")),
            CommandConsole.Line($"Manifest, lengths and indexes are sound; every byte: cocoon data verify {folder}"),
        ]);
    }
}
