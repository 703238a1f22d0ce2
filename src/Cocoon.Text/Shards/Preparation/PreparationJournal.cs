using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Cocoon.Text;

/// <summary>Which shards of an unfinished preparation are finished, and how far the text was read for them.</summary>
/// <remarks>
/// The marker of the folder: a sentence for people, then lines of a CRC-32C (eight hexadecimal digits), a space and JSON: first the
/// <see cref="PreparationPlan"/>, then every <see cref="PreparationSection"/>, each flushed to disk after its shards.
/// A last line that is torn did not happen; a torn line elsewhere is damage.
/// </remarks>
internal sealed class PreparationJournal
{
    private const string Sentence = "Shards are being prepared here. Without manifest.json beside it this folder is not a shard set; the same command goes on where this ends.\n";
    private const int CrcDigits = 8;
    private const long LargestFile = 1 << 30, LargestCount = 1L << 48;
    private static readonly JsonSerializerOptions s_json = ManifestFile.Json(indented: false);

    private readonly Stream _stream;
    private readonly string _path;
    private readonly List<PreparationSection> _sections = [];

    /// <summary>Reads what an earlier preparation left, if there was one.</summary>
    /// <param name="path">What the file is called.</param>
    /// <param name="stream">The file, open for reading and writing.</param>
    /// <exception cref="ShardException">The journal is damaged.</exception>
    public PreparationJournal(string path, Stream stream)
    {
        (_path, _stream) = (path, stream);
        byte[] bytes = ReadAll();
        if (!bytes.AsSpan().StartsWith(Encoding.ASCII.GetBytes(Sentence))) return;
        int at = Encoding.ASCII.GetByteCount(Sentence);
        while (at < bytes.Length)
        {
            int length = bytes.AsSpan(at).IndexOf((byte)'\n') + 1;
            if (length == 0 || !IsSound(bytes.AsSpan(at, length)))
            {
                if (length == 0 || at + length == bytes.Length) break;   // torn by a crash
                throw Damaged(at, "this line does not match its checksum");
            }
            Take(bytes.AsSpan(at + CrcDigits + 1, length - CrcDigits - 2), at);
            at += length;
        }
        _stream.SetLength(at);
    }

    /// <summary>What was wanted; null if nothing was begun.</summary>
    public PreparationPlan? Plan { get; private set; }

    /// <summary>What is finished.</summary>
    public IReadOnlyList<PreparationSection> Sections => _sections;

    /// <summary>True if all text is in finished shards.</summary>
    public bool IsComplete => _sections.Count > 0 && _sections[^1].Last;

    /// <summary>Starts over.</summary>
    public void Begin(PreparationPlan plan)
    {
        _sections.Clear();
        Plan = plan;
        _stream.SetLength(0);
        _stream.Write(Encoding.ASCII.GetBytes(Sentence));
        Append(plan);
    }

    /// <summary>Notes that a section's shards are on disk.</summary>
    public void Add(PreparationSection section)
    {
        Append(section);
        _sections.Add(section);
    }

    private void Append<T>(T line)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(line, s_json);
        _stream.Position = _stream.Length;
        _stream.Write([.. Encoding.ASCII.GetBytes($"{Crc32C.Of(json):x8} "), .. json, (byte)'\n']);
        if (_stream is FileStream file) file.Flush(flushToDisk: true);
    }

    private static bool IsSound(ReadOnlySpan<byte> line) =>
        line.Length > CrcDigits + 2 && line[CrcDigits] == ' '
        && uint.TryParse(line[..CrcDigits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint crc)
        && crc == Crc32C.Of(line[(CrcDigits + 1)..^1]);

    private void Take(ReadOnlySpan<byte> json, long at)
    {
        try
        {
            if (Plan is null) Plan = Check(JsonSerializer.Deserialize<PreparationPlan>(json, s_json), at);
            else _sections.Add(Check(JsonSerializer.Deserialize<PreparationSection>(json, s_json), at));
        }
        catch (JsonException e)
        {
            throw Damaged(at, $"this line is not one of ours ({e.Message})");
        }
    }

    private PreparationPlan Check(PreparationPlan? plan, long at) =>
        plan is null || plan.Sources.Contains(null!) || plan.Settings.ContainsValue(null!) || plan.Documents.Any(count => count is < 0 or > LargestCount)
            ? throw Damaged(at, "the plan is impossible") : plan;

    // The checksum holds, so only a forger can bring what is refused here; what follows relies on it nevertheless.
    private PreparationSection Check(PreparationSection? section, long at)
    {
        if (section is null || section.Training.Shards.Contains(null!) || section.HeldOut.Shards.Contains(null!)) throw Damaged(at, "something is null");
        int training = _sections.Sum(s => s.Training.Shards.Count), heldOut = _sections.Sum(s => s.HeldOut.Shards.Count);
        foreach (var shard in section.Training.Shards) ManifestFile.CheckEntry(_path, training++, shard);
        foreach (var shard in section.HeldOut.Shards) ManifestFile.CheckEntry(_path, heldOut++, shard);
        bool possible = !IsComplete && section.Read.All(position => position is { Pass: >= 0, Documents: >= 0, Place: { File: >= 0, Line: >= 0, Offset: >= 0 } });
        return possible ? section : throw Damaged(at, "a position is impossible");
    }

    private byte[] ReadAll()
    {
        if (_stream.Length > LargestFile) throw Damaged(0, $"a journal of {_stream.Length} bytes is not one of ours");
        byte[] bytes = new byte[_stream.Length];
        _stream.Position = 0;
        _stream.ReadExactly(bytes);
        return bytes;
    }

    private ShardException Damaged(long at, string why) =>
        new(_path, $"The journal of the unfinished preparation is damaged: {why}. Delete the folder and prepare the data again.", at);
}
