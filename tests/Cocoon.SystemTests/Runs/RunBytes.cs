using Xunit;

namespace Cocoon.SystemTests.Runs;

/// <summary>What must be equal between two runs of one recipe: weights, moments, state and metrics, byte for byte.</summary>
internal static class RunBytes
{
    private static readonly string[] s_files = ["model.safetensors", "optimizer.safetensors", "state.json"];

    /// <summary>Asserts that two finished runs hold the same bytes.</summary>
    public static void AssertEqual(string expected, string actual)
    {
        Assert.Equal(Newest(expected), Newest(actual));
        foreach (string file in s_files)
            Assert.True(Bytes(expected, file).AsSpan().SequenceEqual(Bytes(actual, file)), $"{file} differs");
        Assert.Equal(File.ReadAllText(Path.Combine(expected, "metrics.jsonl")), File.ReadAllText(Path.Combine(actual, "metrics.jsonl")));
        Assert.True(File.ReadAllBytes(Path.Combine(expected, "model", "model.safetensors")).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(actual, "model", "model.safetensors"))), "the final model differs");
    }

    /// <summary>The weights of the newest checkpoint.</summary>
    public static byte[] Weights(string run) => Bytes(run, s_files[0]);

    /// <summary>Name of the newest checkpoint.</summary>
    public static string Newest(string run) => File.ReadAllText(Path.Combine(run, "checkpoints", "latest")).Trim();

    private static byte[] Bytes(string run, string file) => File.ReadAllBytes(Path.Combine(run, "checkpoints", Newest(run), file));
}
