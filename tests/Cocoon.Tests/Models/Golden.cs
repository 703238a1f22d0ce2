using System.Runtime.InteropServices;
using System.Text.Json;
using Cocoon.Determinism;
using Cocoon.Tensors;
using Cocoon.Testing;
using Cocoon.Text;

namespace Cocoon.Tests.Models;

/// <summary>Reads what tools/oracle wrote.</summary>
internal static class Golden
{
    /// <summary>A file of tests/golden.</summary>
    public static JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("tests", "golden", file))).RootElement;

    /// <summary>Little-endian floats in base64, as the oracle writes them.</summary>
    public static float[] Floats(JsonElement base64) => MemoryMarshal.Cast<byte, float>(base64.GetBytesFromBase64()).ToArray();

    /// <summary>Sequences of token ids as a packed batch.</summary>
    public static TokenBatch Batch(JsonElement document, string name)
    {
        var batch = new TokenBatch();
        foreach (var sequence in document.GetProperty(name).EnumerateArray())
        {
            batch.Append(sequence.Deserialize<int[]>());
            batch.EndSequence();
        }
        return batch;
    }

    /// <summary>Sequences of token ids with their segments.</summary>
    public static TokenBatch Batch(JsonElement document, string name, string segments)
    {
        var batch = Batch(document, name);
        document.GetProperty(segments).EnumerateArray().SelectMany(s => s.EnumerateArray()).Select(s => s.GetInt32()).ToArray().CopyTo(batch.MutableSegments);
        return batch;
    }

    /// <summary>Gives a parameter the values of the oracle's formula.</summary>
    public static void Fill(Parameter parameter)
    {
        var (path, tensor) = parameter;
        ulong hash = StableHash.Of(path);
        bool gain = tensor.Rows == 1 && path.EndsWith("norm.weight", StringComparison.Ordinal), bias = tensor.Rows == 1 && path.EndsWith("bias", StringComparison.Ordinal);
        for (int i = 0; i < tensor.Length; i++)
        {
            double uniform = (SplitMix64(hash + (ulong)i) >> 48) / (double)(1 << 16) - 0.5;
            tensor.Values[i] = (float)(gain ? 1 + uniform / 4 : bias ? uniform / 4 : uniform / 2);
        }
    }

    private static ulong SplitMix64(ulong x)
    {
        ulong z = x + 0x9E3779B97F4A7C15;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }
}
