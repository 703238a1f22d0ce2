using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Cocoon.Text;

/// <summary>The counts of an unfinished training on disk, so that it can go on from there.</summary>
/// <remarks>
/// A sentence for people, then blocks of a length (4 bytes), a CRC-32C (4) and as many bytes, all little-endian. The first block holds what <see cref="Header"/>
/// says, the others whole words, in the order in which they were met first: count (8), length in code units (4), code units. No length is believed before it is compared with what is left.
/// </remarks>
/// <param name="path">Where it lies; its folder is made when the file is.</param>
/// <param name="rules">Everything that decides the counts: the text and how it is cut.</param>
internal sealed class CountsFile(string path, string rules)
{
    private const int BlockBytes = 1 << 20, LongestWord = 1 << 18, WordHead = 12, BlockHead = 8;
    private static readonly byte[] s_sentence = "Words counted so far for a tokenizer in training; the same command goes on from here.\n"u8.ToArray();

    private readonly byte[] _rules = SHA256.HashData(Encoding.UTF8.GetBytes(rules));

    /// <summary>How far the text was counted.</summary>
    /// <param name="Next">Where the next document starts.</param>
    /// <param name="NextHash">What identifies its text.</param>
    public readonly record struct Progress(DocumentPlace Next, UInt128 NextHash);

    private readonly record struct Header(Progress Progress, long Pruned, int Distinct)
    {
        public const int Bytes = SHA256.HashSizeInBytes + 48;
    }

    /// <summary>Replaces the file; a crash leaves the old one or the new one.</summary>
    public void Write(WordCounts counts, Progress progress)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        DurableFile.Write(path, stream =>
        {
            stream.Write(s_sentence);
            var block = new ArrayBufferWriter<byte>(BlockBytes + WordHead + 2 * LongestWord);
            WriteHeader(block, new Header(progress, counts.Pruned, counts.Distinct));
            WriteBlock(stream, block);
            for (int i = 0; i < counts.Distinct; i++)
            {
                WriteWord(block, counts.WordAt(i), counts.CountAt(i));
                if (block.WrittenCount >= BlockBytes) WriteBlock(stream, block);
            }

            if (block.WrittenCount > 0) WriteBlock(stream, block);
        });
    }

    /// <summary>Reads what was counted, if there is a file.</summary>
    /// <param name="counts">Empty counts, to be filled.</param>
    /// <returns>How far; null if there is no file.</returns>
    /// <exception cref="CorpusException">The file is damaged, or belongs to another text or another way of cutting it.</exception>
    public Progress? Read(WordCounts counts)
    {
        if (!File.Exists(path)) return null;
        using var stream = Open();
        return Read(stream, counts);
    }

    /// <summary>Reads what was counted.</summary>
    internal Progress Read(Stream stream, WordCounts counts)
    {
        byte[] sentence = new byte[Math.Min(s_sentence.Length, stream.Length)];
        stream.ReadExactly(sentence);
        if (!sentence.AsSpan().SequenceEqual(s_sentence)) throw Damaged(0, "it does not begin as one");
        byte[] buffer = [];
        var header = ReadHeader(ReadBlock(stream, ref buffer));
        counts.Restore(header.Pruned);
        while (stream.Position < stream.Length) ReadWords(ReadBlock(stream, ref buffer), stream.Position, counts);
        if (counts.Distinct != header.Distinct) throw Damaged(stream.Position, $"{header.Distinct} words were promised, {counts.Distinct} are there");
        return header.Progress;
    }

    private FileStream Open()
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CorpusException(path, $"cannot be opened: {e.Message}", e);
        }
    }

    private void WriteHeader(ArrayBufferWriter<byte> block, Header header)
    {
        var bytes = block.GetSpan(Header.Bytes);
        _rules.CopyTo(bytes);
        var rest = bytes[_rules.Length..];
        BinaryPrimitives.WriteInt32LittleEndian(rest, header.Progress.Next.File);
        BinaryPrimitives.WriteInt64LittleEndian(rest[4..], header.Progress.Next.Line);
        BinaryPrimitives.WriteInt64LittleEndian(rest[12..], header.Progress.Next.Offset);
        BinaryPrimitives.WriteUInt128LittleEndian(rest[20..], header.Progress.NextHash);
        BinaryPrimitives.WriteInt64LittleEndian(rest[36..], header.Pruned);
        BinaryPrimitives.WriteInt32LittleEndian(rest[44..], header.Distinct);
        block.Advance(Header.Bytes);
    }

    private Header ReadHeader(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Header.Bytes) throw Damaged(s_sentence.Length, $"its head has {bytes.Length} bytes, not {Header.Bytes}");
        if (!bytes[.._rules.Length].SequenceEqual(_rules))
            throw new CorpusException(path, "holds words of another text, or cut by other options. Give the same ones to go on, or delete it to count anew.");
        var rest = bytes[_rules.Length..];
        var place = new DocumentPlace(BinaryPrimitives.ReadInt32LittleEndian(rest), BinaryPrimitives.ReadInt64LittleEndian(rest[4..]), BinaryPrimitives.ReadInt64LittleEndian(rest[12..]));
        var header = new Header(new Progress(place, BinaryPrimitives.ReadUInt128LittleEndian(rest[20..])),
            BinaryPrimitives.ReadInt64LittleEndian(rest[36..]), BinaryPrimitives.ReadInt32LittleEndian(rest[44..]));
        bool possible = place is { File: >= 0, Line: >= 1, Offset: >= 0 } && header is { Pruned: >= 0, Distinct: >= 0 };
        return possible ? header : throw Damaged(s_sentence.Length, "a number of its head is impossible");
    }

    private static void WriteWord(ArrayBufferWriter<byte> block, ReadOnlySpan<char> word, long count)
    {
        var bytes = block.GetSpan(WordHead + 2 * word.Length);
        BinaryPrimitives.WriteInt64LittleEndian(bytes, count);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], word.Length);
        for (int i = 0; i < word.Length; i++) BinaryPrimitives.WriteUInt16LittleEndian(bytes[(WordHead + 2 * i)..], word[i]);
        block.Advance(WordHead + 2 * word.Length);
    }

    private void ReadWords(ReadOnlySpan<byte> bytes, long end, WordCounts counts)
    {
        char[] word = new char[64];
        while (!bytes.IsEmpty)
        {
            long at = end - bytes.Length;
            if (bytes.Length < WordHead) throw Damaged(at, "a word is cut");
            long count = BinaryPrimitives.ReadInt64LittleEndian(bytes);
            int length = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]), before = counts.Distinct;
            if (count < 1 || length is < 1 or > LongestWord || 2 * length > bytes.Length - WordHead) throw Damaged(at, $"a word of {length} code units that was counted {count} times is impossible here");
            if (word.Length < length) word = new char[length];
            for (int i = 0; i < length; i++) word[i] = (char)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(WordHead + 2 * i)..]);
            counts.Add(word.AsSpan(0, length), count);
            if (counts.Distinct != before + 1) throw Damaged(at, "a word occurs twice, or there are too many");
            bytes = bytes[(WordHead + 2 * length)..];
        }
    }

    private static void WriteBlock(Stream stream, ArrayBufferWriter<byte> block)
    {
        Span<byte> head = stackalloc byte[BlockHead];
        BinaryPrimitives.WriteInt32LittleEndian(head, block.WrittenCount);
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], Crc32C.Of(block.WrittenSpan));
        stream.Write(head);
        stream.Write(block.WrittenSpan);
        block.ResetWrittenCount();
    }

    private ReadOnlySpan<byte> ReadBlock(Stream stream, ref byte[] buffer)
    {
        long at = stream.Position;
        Span<byte> head = stackalloc byte[BlockHead];
        if (stream.Length - at < BlockHead) throw Damaged(at, "it ends inside the head of a block");
        stream.ReadExactly(head);
        int length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length is < 1 or > BlockBytes + WordHead + 2 * LongestWord || length > stream.Length - stream.Position) throw Damaged(at, $"a block of {length} bytes is impossible here");
        if (buffer.Length < length) buffer = new byte[length];
        var block = buffer.AsSpan(0, length);
        stream.ReadExactly(block);
        return Crc32C.Of(block) == BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) ? block : throw Damaged(at, "a block does not match its checksum");
    }

    private CorpusException Damaged(long at, string why) =>
        new(path, $"is not what an unfinished training left: at byte {at}, {why}. Delete it; the words are then counted anew.");
}
