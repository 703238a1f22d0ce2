using System.Text.Json;
using Cocoon.Cli;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.SystemTests;

/// <summary>What the benchmark measures; never how fast it is.</summary>
public sealed class BenchTests : IDisposable
{
    private static readonly string[] s_bench = ["bench", "recipes/tiny/coco-lm.json", "--steps", "2", "--rounds", "2", "--threads", "1"];

    // Medians of two rounds are noise: the code is still being compiled.
    private static readonly string[] s_longer = ["bench", "recipes/tiny/coco-lm.json", "--steps", "5", "--rounds", "9", "--threads", "1"];

    private readonly WorkFolder _work = new();

    [Fact]
    public void A_step_is_measured_by_phase_and_by_operation()
    {
        var result = Cli.Succeed([.. s_longer, "--precision", "fp32", "--profile", _work["trace.json"], "--json"]);

        var facts = result.Json;
        double step = 256 / facts.GetProperty("tokensPerSecond").GetDouble();
        double phases = facts.GetProperty("forwardSeconds").GetDouble() + facts.GetProperty("backwardSeconds").GetDouble() + facts.GetProperty("updateSeconds").GetDouble();
        Assert.InRange(phases / step, 0.5, 2); // medians of the rounds, each on its own
        Assert.InRange(facts.GetProperty("peakShare").GetDouble(), 1e-6, 1);
        Assert.InRange(facts.GetProperty("managedBytesPerStep").GetInt64(), 0, 1 << 20);
        Assert.True(facts.GetProperty("peakResidentBytes").GetInt64() > 1 << 20);
        Assert.Equal("fp32", facts.GetProperty("precision").GetString());

        using var trace = JsonDocument.Parse(File.ReadAllText(_work["trace.json"]));
        var spans = trace.RootElement.EnumerateArray().ToList();
        foreach (string operation in new[] { "Embed", "Linear", "Attention", "DropoutAddLayerNorm", "SoftmaxCrossEntropy", "ContrastiveCrossEntropy" })
            foreach (string phase in new[] { "forward", "backward" })
                Assert.Contains(spans, s => s.GetProperty("name").GetString() == operation && s.GetProperty("cat").GetString() == phase);
        Assert.All(spans, s => Assert.True(s.GetProperty("dur").GetDouble() >= 0));
    }

    [Theory]
    [InlineData("cocolm", 64 * 128, 52.8)]
    [InlineData("electra", 64 * 128, 70.2)]
    [InlineData("gpt2", 16 * 256, 89.7)]
    public void A_named_step_is_that_of_its_peer(string step, long tokens, double megaflops)
    {
        var plan = PretrainingPlan.Of(Recipe.Load(Repository.PathOf("recipes", "bench", step + ".json")));

        Assert.Equal(tokens, plan.TokensPerStep);
        Assert.InRange(plan.TotalFlopsPerStep / tokens / 1e6 / megaflops, 0.93, 1.01); // a last layer leaves out the states that nobody wants
    }

    [Fact]
    public void A_peer_races_in_turn()
    {
        // sh reads the "script" as a shell script: any program that prints tok_s_best can be a peer.
        File.WriteAllText(_work["peer.sh"], "echo warming up\necho '{\"tok_s_best\": 1000.0}'\n");
        var facts = Cli.Succeed([.. s_bench, "--python", "sh", "--peer", _work["peer.sh"], "--json"]).Json;
        Assert.Equal(1000, facts.GetProperty("peerTokensPerSecond").GetDouble());
        Assert.Equal(facts.GetProperty("tokensPerSecond").GetDouble() / 1000, facts.GetProperty("ratio").GetDouble(), 9);
        Assert.True(facts.GetProperty("leastRatio").GetDouble() <= facts.GetProperty("greatestRatio").GetDouble());
    }

    [Fact]
    public void A_peer_that_does_not_run_is_a_usage_error()
    {
        Cli.Run([.. s_bench, "--python", "no-such-interpreter", "--peer", "peer.py"]).ShouldFail(2, "no-such-interpreter does not start");
        File.WriteAllText(_work["broken.sh"], "echo no torch here >&2\nexit 3\n");
        Cli.Run([.. s_bench, "--python", "sh", "--peer", _work["broken.sh"]]).ShouldFail(2, "ended with 3", "no torch here");
        Cli.Run("bench", "no-such-recipe").ShouldFail(2, "no-such-recipe");
    }

    public void Dispose() => _work.Dispose();
}
