using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Models;

/// <summary>Measures of a pass over text with replaced tokens, as COCO-LM and ELECTRA share them; their meaning is told at <see cref="CocoLmMeasures"/>.</summary>
internal static class ReplacementMeasures
{
    /// <summary>Measures a pass beside its losses.</summary>
    public static void Add(Tape tape, TokenBatch original, ReplacementPass pass, MetricSet metrics)
    {
        metrics.Add("replaced", pass.Replaced, original.Tokens);
        if (pass.Guesses is not null)
            metrics.Add("auxiliary.accuracy", TokenMeasures.Hits(tape, pass.Guesses, pass.Targets.Span), pass.Targets.Length);
        if (pass.Gate is not null) AddDecisions(pass.Gate, pass.IsOriginal.Span, metrics);
        if (pass.Logits is not null) AddCorrections(tape, original, pass, metrics);
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

    private static void AddCorrections(Tape tape, TokenBatch original, ReplacementPass pass, MetricSet metrics)
    {
        bool all = pass.Logits!.Rows == original.Tokens;
        int[] best = TokenMeasures.Best(tape, pass.Logits);
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
}
