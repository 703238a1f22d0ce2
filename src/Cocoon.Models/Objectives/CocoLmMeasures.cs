using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Models;

/// <summary>What COCO-LM's authors look at beside the losses: does each part do its part?</summary>
/// <remarks>
/// Meng et al. 2021, arXiv:2102.08473, §5: copying and correcting accuracy, cosines of sequence vectors; alignment and uniformity as in
/// Wang and Isola 2020, arXiv:2005.10242. Names of the measures:
/// <list type="bullet">
/// <item><c>mlm</c>, <c>copy</c>, <c>lm</c>, <c>scl</c>: the losses, in nats per masked position, token, corrected position and view;
/// <c>loss</c>: their weighted sum;</item>
/// <item><c>auxiliary.accuracy</c>: masked words that the auxiliary model's best guess hits;</item>
/// <item><c>replaced</c>: share of all tokens that differ from the original;</item>
/// <item><c>detection.*</c>: "this token is replaced", scored by 1 − p_copy, over all tokens;</item>
/// <item><c>copy.accuracy.original</c>, <c>copy.accuracy.replaced</c>: right decisions on original and on replaced tokens;</item>
/// <item><c>correction.accuracy.replaced</c>, <c>correction.accuracy.masked</c>: positions where the language head's best word is the original, among
/// those replaced and among all masked;</item>
/// <item><c>state.*</c>: of the first token's state; <c>sequence.*</c>: of the sequence head's vector. <c>alignment</c> is E‖f(x) − f(x⁺)‖², x corrupted
/// and x⁺ its crop; <c>uniformity</c> is log E exp(−2‖f(x⁺) − f(y⁺)‖²), <c>cosine</c> the mean cosine, both over pairs of different
/// sequences of a batch. All vectors have length 1.</item>
/// </list>
/// </remarks>
internal static class CocoLmMeasures
{
    /// <summary>Measures the losses of a pass, each weighted by the cases that it is a mean of.</summary>
    public static void AddLosses(IReadOnlyList<LossTerm> terms, TokenBatch original, CocoLmPass pass, MetricSet metrics)
    {
        double total = 0;
        foreach (var (name, value, weight) in terms)
        {
            double loss = value.Values[0];
            int cases = name switch { "mlm" => pass.Targets.Length, "lm" => pass.Logits!.Rows, "copy" => original.Tokens, _ => 2 * original.Sequences };
            metrics.Add(name, loss * cases, cases);
            total += weight * loss;
        }
        metrics.Add("loss", total * original.Tokens, original.Tokens);
    }

    /// <summary>Measures a pass beside its losses.</summary>
    public static void Add(Tape tape, TokenBatch original, CocoLmPass pass, MetricSet metrics)
    {
        metrics.Add("replaced", pass.Replaced, original.Tokens);
        if (pass.Guesses is not null)
            metrics.Add("auxiliary.accuracy", Hits(tape, pass.Guesses, pass.Targets.Span), pass.Targets.Length);
        if (pass.Gate is not null) AddDecisions(pass.Gate, pass.IsOriginal.Span, metrics);
        if (pass.Logits is not null) AddCorrections(tape, original, pass, metrics);
        AddPairs(tape, "state", pass.First, pass.FirstOfCrop, metrics);
        AddPairs(tape, "sequence", pass.Sequence, pass.SequenceOfCrop, metrics);
    }

    private static void AddDecisions(Tensor gate, ReadOnlySpan<float> isOriginal, MetricSet metrics)
    {
        var z = gate.Values;
        int replaced = 0, copied = 0, rejected = 0;
        for (int i = 0; i < z.Length; i++)
        {
            bool original = isOriginal[i] == 1, copies = z[i] > 0;
            metrics.AddScore("detection", 1 / (1 + MathF.Exp(z[i])), !original);
            if (original) copied += copies ? 1 : 0;
            else (replaced, rejected) = (replaced + 1, rejected + (copies ? 0 : 1));
        }
        metrics.Add("copy.accuracy.original", copied, z.Length - replaced);
        metrics.Add("copy.accuracy.replaced", rejected, replaced);
    }

    private static void AddCorrections(Tape tape, TokenBatch original, CocoLmPass pass, MetricSet metrics)
    {
        bool all = pass.Logits!.Rows == original.Tokens;
        int[] best = Best(tape, pass.Logits);
        var positions = pass.Positions.Span;
        var targets = pass.Targets.Span;
        var samples = pass.Samples.Span;
        int replaced = 0, masked = 0, corrected = 0;
        for (int i = 0; i < positions.Length; i++)
        {
            int hit = best[all ? positions[i] : i] == targets[i] ? 1 : 0;
            masked += hit;
            if (samples[i] != targets[i]) (replaced, corrected) = (replaced + 1, corrected + hit);
        }
        metrics.Add("correction.accuracy.masked", masked, positions.Length);
        metrics.Add("correction.accuracy.replaced", corrected, replaced);
    }

    private static void AddPairs(Tape tape, string name, Tensor? corrupted, Tensor? cropped, MetricSet metrics)
    {
        if (corrupted is null || cropped is null) return;
        int s = corrupted.Rows, pairs = s * (s - 1);
        var (x, plus) = (Unit(tape, corrupted), Unit(tape, cropped));
        double alignment = 0, potential = 0, cosines = 0;
        for (int i = 0; i < s; i++) alignment += SquaredDistance(x.Row(i), plus.Row(i));
        for (int i = 0; i < s; i++)
        {
            for (int j = 0; j < s; j++)
            {
                if (j == i) continue;
                double distance = SquaredDistance(plus.Row(i), plus.Row(j));
                potential += Math.Exp(-2 * distance);
                cosines += 1 - distance / 2;
            }
        }
        metrics.Add($"{name}.alignment", alignment, s);
        metrics.Add($"{name}.cosine", cosines, pairs);
        metrics.AddLog($"{name}.uniformity", potential, pairs);
    }

    private static Tensor Unit(Tape tape, Tensor x)
    {
        var (unit, norms) = (tape.New(x.Rows, x.Columns), tape.New(x.Rows, 1));
        tape.Kernels.NormalizeRows(x.Values, x.Columns, unit.Values, norms.Values);
        return unit;
    }

    private static double SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
        return sum;
    }

    private static int Hits(Tape tape, Tensor logits, ReadOnlySpan<int> targets)
    {
        int hits = 0;
        int[] best = Best(tape, logits);
        for (int i = 0; i < best.Length; i++) hits += best[i] == targets[i] ? 1 : 0;
        return hits;
    }

    private static int[] Best(Tape tape, Tensor logits)
    {
        int[] best = new int[logits.Rows];
        tape.Kernels.ArgMaxRows(logits.Values, logits.Columns, best);
        return best;
    }
}
