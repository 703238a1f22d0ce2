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
        TokenMeasures.AddLosses(terms, original,
            name => name switch { "mlm" => pass.Targets.Length, "lm" => pass.Logits!.Rows, "copy" => original.Tokens, _ => 2 * original.Sequences }, metrics);
    }

    /// <summary>Measures a pass beside its losses.</summary>
    public static void Add(Tape tape, TokenBatch original, CocoLmPass pass, MetricSet metrics)
    {
        ReplacementMeasures.Add(tape, original, pass, metrics);
        if (pass.FirstOfCrop is not null) ViewMeasures.Add(tape, "state", pass.First!, pass.FirstOfCrop, metrics);
        if (pass.SequenceOfCrop is not null) ViewMeasures.Add(tape, "sequence", pass.Sequence!, pass.SequenceOfCrop, metrics);
    }
}
