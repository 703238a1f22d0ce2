using System.Buffers.Binary;
using System.Text;
using Cocoon.Testing;
using Cocoon.Text;
using Cocoon.Training;
using Xunit;

namespace Cocoon.Tests.Training;

/// <summary>The files of a run besides its checkpoints: the lock, the logs, TensorBoard's events.</summary>
public sealed class RunFilesTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    [Fact]
    public void A_run_is_one_processs_at_a_time_and_the_other_is_named()
    {
        using (new RunLock(_folder.Path))
        {
            string message = Assert.Throws<RunInUseException>(() => new RunLock(_folder.Path)).Message;
            Assert.Contains($"in use by another process ({Environment.ProcessId} on {Environment.MachineName})", message, StringComparison.Ordinal);
        }
        using var again = new RunLock(_folder.Path);
    }

    [Fact]
    public void A_lock_file_that_nobody_holds_is_no_obstacle()
    {
        _folder.Write("lock", "99999 elsewhere");
        using var taken = new RunLock(_folder.Path);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"step\":2}")] // whole, but for its end
    [InlineData("{\"st")]
    public void A_torn_last_line_is_passed_over_and_does_not_spoil_the_next(string torn)
    {
        string path = _folder.Write("log.jsonl", "{\"step\":0}\n{\"step\":1}\n" + torn);
        Assert.Equal(torn.EndsWith('}') ? 3 : 2, JsonLinesLog.Read(path).Count());
        using (var log = new JsonLinesLog(path)) Add(log, 2);

        Assert.Equal("{\"step\":0}\n{\"step\":1}\n{\"step\":2}\n", File.ReadAllText(path));
    }

    [Fact]
    public void Lines_can_be_taken_back()
    {
        string path = _folder.Write("log.jsonl", "{\"step\":0}\nnonsense\n{\"step\":7}\n{\"step\":1}\n");
        using (var log = new JsonLinesLog(path))
        {
            log.Rewind(line => line.GetProperty("step").GetInt64() < 5);
            Add(log, 5);
        }

        Assert.Equal("{\"step\":0}\n{\"step\":1}\n{\"step\":5}\n", File.ReadAllText(path));
    }

    [Fact]
    public void Events_for_TensorBoard_are_framed_and_say_what_was_written()
    {
        using (var board = new TensorBoardLog(_folder.Path, TimeProvider.System))
        {
            board.Scalar("train/loss", 300, 2.5);
            board.Text("recipe", 0, "{}");
        }
        using (new TensorBoardLog(_folder.Path, TimeProvider.System)) { } // a second session in the same second
        string[] files = Directory.GetFiles(_folder.Path, "events.out.tfevents.*");
        Assert.Equal(2, files.Length);
        var events = Records(File.ReadAllBytes(files.Order().First()));

        // Each event begins with its wall time: tag 1, eight bytes.
        Assert.All(events, e => Assert.Equal(9, e[0]));
        Assert.Equal([0x1A, 13, .. "brain.Event:2"u8], events[0][9..]);
        Assert.Equal([0x10, 0xAC, 2, 0x2A, 19, 0x0A, 17, 0x0A, 10, .. "train/loss"u8, 0x15, 0, 0, 0x20, 0x40], events[1][9..]);
        Assert.Equal([0x10, 0, 0x2A, 30, 0x0A, 28, 0x0A, 6, .. "recipe"u8, 0x42, 8, 8, 7, 0x12, 0, 0x42, 2, .. "{}"u8, 0x4A, 8, 0x0A, 6, 0x0A, 4, .. "text"u8], events[2][9..]);
    }

    [Fact]
    public void The_run_log_writes_no_number_that_JSON_cannot_say()
    {
        using (var log = new RunLog(new(_folder.Path), TimeProvider.System)) log.Evaluation(3, new Dictionary<string, double> { ["auc"] = double.NaN, ["loss"] = 1.5 });

        Assert.Equal("{\"step\":3,\"eval\":{\"auc\":null,\"loss\":1.5}}\n", File.ReadAllText(new RunFolder(_folder.Path).Metrics));
    }

    public void Dispose() => _folder.Dispose();

    private static void Add(JsonLinesLog log, long step) => log.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("step", step);
        json.WriteEndObject();
    });

    // TFRecord: length, masked CRC-32C of the length, data, masked CRC-32C of the data.
    private static List<byte[]> Records(byte[] file)
    {
        var records = new List<byte[]>();
        for (int at = 0; at < file.Length;)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
            Assert.Equal(Masked(file.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            byte[] data = file[(at + 12)..(at + 12 + length)];
            Assert.Equal(Masked(data), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            records.Add(data);
            at += 16 + length;
        }
        return records;
    }

    private static uint Masked(ReadOnlySpan<byte> data)
    {
        Assert.Equal(0xe3069283, Crc32C.Of(Encoding.ASCII.GetBytes("123456789"))); // the algorithm's published check value
        return uint.RotateRight(Crc32C.Of(data), 15) + 0xa282ead8;
    }
}
