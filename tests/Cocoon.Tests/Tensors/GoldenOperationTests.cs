using System.Text.Json;
using Cocoon.Kernels;
using Cocoon.Tensors;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.Tests.Tensors;

/// <summary>Every operation, forward and backward, against values that PyTorch computed (tools/oracle/ops.py).</summary>
public sealed class GoldenOperationTests : OperationTests
{
    private static readonly JsonElement[] s_cases =
        [.. JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("tests", "golden", "ops.json"))).RootElement.GetProperty("cases").EnumerateArray()];

    private static readonly Dictionary<string, Func<Tape, Operands, Tensor>> s_operations = new(StringComparer.Ordinal)
    {
        ["Linear"] = (t, o) => t.Linear(o["x"], o["weight"], o["bias"]),
        ["Gelu"] = (t, o) => t.Gelu(o["x"]),
        ["Add"] = (t, o) => t.Add(o["a"], o["b"]),
        ["DropoutAdd"] = (t, o) => t.DropoutAdd(o["x"], o["residual"], 0),
        ["LayerNorm"] = (t, o) => t.LayerNorm(o["x"], o["gain"], o["bias"], o.Number("epsilon")),
        ["DropoutAddLayerNorm"] = (t, o) => t.DropoutAddLayerNorm(o["x"], o["residual"], 0, o["gain"], o["bias"], o.Number("epsilon")),
        ["Embed"] = (t, o) => t.Embed(o["tokens"], o.Integers("ids"), o["positions"], o.Integers("positionIds")),
        ["GatherRows"] = (t, o) => t.GatherRows(o["x"], o.Integers("rows")),
        ["Attention"] = (t, o) => t.Attention(o["qkv"], o.Find("relativeBias"), new AttentionShape(
            o.Integers("starts"), (int)o.Number("heads"), o["qkv"].Columns / 3 / (int)o.Number("heads"), o.Integers("buckets"))
        { Visible = o.Ranges("visible") }, 0),
        ["CrossAttention"] = (t, o) => t.CrossAttention(o["queries"], o["keysValues"], new AttentionShape(
            o.Integers("starts"), (int)o.Number("heads"), o["queries"].Columns / (int)o.Number("heads"), default)
        { KeyStarts = o.Integers("keyStarts") }, 0),
        ["SoftmaxCrossEntropy"] = (t, o) => t.SoftmaxCrossEntropy(o["logits"], o.Integers("targets")),
        ["GatedCrossEntropy"] = (t, o) => t.GatedCrossEntropy(o["logits"], o["gate"], o.Integers("targets"), o.Flag("stopGradient")),
        ["CopyMixtureCrossEntropy"] = (t, o) => t.CopyMixtureCrossEntropy(o["logits"], o["gate"], o.Integers("inputs"), o.Integers("targets"), o.Flag("stopGradient")),
        ["SigmoidCrossEntropy"] = (t, o) => t.SigmoidCrossEntropy(o["logits"], o.Floats("labels")),
        ["ContrastiveCrossEntropy"] = (t, o) => t.ContrastiveCrossEntropy(o["a"], o["b"], o.Number("temperature")),
        ["NormalizeRows"] = (t, o) => t.NormalizeRows(o["x"], o.Number("length")),
        ["ConcatRows"] = (t, o) => t.ConcatRows(o["a"], o["b"]),
        ["Tanh"] = (t, o) => t.Tanh(o["x"]),
        ["PolicyGradient"] = (t, o) => t.PolicyGradient(o["logits"], o.Integers("samples"), o["verdicts"], o.Floats("labels"), o["baselines"], new float[o["logits"].Rows]),
    };

    public static TheoryData<int, string> Cases()
    {
        var data = new TheoryData<int, string>();
        for (int i = 0; i < s_cases.Length; i++) data.Add(i, s_cases[i].GetProperty("op").GetString()!);
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Output_and_gradients_are_those_of_PyTorch(int index, string operation)
    {
        var json = s_cases[index];
        var operands = new Operands(Arena, json);

        var output = s_operations[operation](Tape, operands);
        Numbers(json.GetProperty("upstream")).CopyTo(output.Grad);
        AssertClose("output", Numbers(json.GetProperty("output").GetProperty("values")), output.Values);
        Tape.Backward();

        foreach (var gradient in json.GetProperty("gradients").EnumerateObject())
            AssertClose($"gradient of {gradient.Name}", Numbers(gradient.Value), operands[gradient.Name].Grad);
    }

    [Fact]
    public void Every_operation_has_a_case() => Assert.Equal(s_operations.Keys.Order(), s_cases.Select(c => c.GetProperty("op").GetString()!).Distinct().Order());

    private static void AssertClose(string what, float[] expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = Math.Max(1e-3, expected.Max(x => (double)Math.Abs(x)));
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerances.Golden * scale, $"{what}, element {i}: {actual[i]} instead of {expected[i]}.");
    }

    private static float[] Numbers(JsonElement json) => [.. json.EnumerateArray().Select(v => v.GetSingle())];

    /// <summary>What a case gives to its operation.</summary>
    private sealed class Operands
    {
        private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);
        private readonly JsonElement _arguments;

        public Operands(Arena arena, JsonElement json)
        {
            _arguments = json.GetProperty("arguments");
            foreach (var input in json.GetProperty("inputs").EnumerateObject())
            {
                var tensor = _tensors[input.Name] = arena.Allocate(input.Value.GetProperty("rows").GetInt32(), input.Value.GetProperty("columns").GetInt32());
                Numbers(input.Value.GetProperty("values")).CopyTo(tensor.Values);
            }
        }

        public Tensor this[string name] => _tensors[name];

        public Tensor? Find(string name) => _tensors.GetValueOrDefault(name);

        public float Number(string name) => _arguments.GetProperty(name).GetSingle();

        public bool Flag(string name) => _arguments.GetProperty(name).GetBoolean();

        public float[] Floats(string name) => Numbers(_arguments.GetProperty(name));

        public KeyRange[] Ranges(string name) =>
            _arguments.TryGetProperty(name, out var ranges) ? [.. ranges.EnumerateArray().Select(r => new KeyRange(r[0].GetInt32(), r[1].GetInt32()))] : [];

        public int[] Integers(string name) => [.. _arguments.GetProperty(name).EnumerateArray().Select(v => v.GetInt32())];
    }
}
