using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Evaluation;

/// <summary>Scores each token as the first and as the last of the answer; [CLS] stands for "none".</summary>
/// <remarks>
/// COCO-LM's fine-tuning code for SQuAD: two Linear(H, 1), here the two rows of one Linear(H, 2), and ½ (CE of the first + CE of the last) over [CLS] and the tokens of the
/// text; those of the question and separators are no choice. Devlin et al. 2018, arXiv:1810.04805, §4.2, has the same scores. Deviation: no dropout before it, as there.
/// </remarks>
public sealed class SpanHead(ParameterScope scope, int hiddenSize) : ITaskHead
{
    private readonly Linear _output = new(scope / "output", hiddenSize, 2);

    /// <inheritdoc/>
    public ReadOnlyMemory<int>? Rows(TokenBatch batch) => null;

    /// <inheritdoc/>
    public Tensor Forward(Tape tape, Tensor states) => _output.Forward(tape, states);   // [N, 2]

    /// <inheritdoc/>
    public Tensor Loss(Tape tape, Tensor scores, TokenBatch batch, IReadOnlyList<EncodedSequence> sequences)
    {
        var starts = batch.Starts.Span;
        int width = sequences.Max(s => Choices(s));
        int[] elements = new int[2 * sequences.Count * width], targets = new int[2 * sequences.Count];
        Array.Fill(elements, scores.Length);   // none
        for (int s = 0; s < sequences.Count; s++)
        {
            for (int side = 0; side < 2; side++)
            {
                int row = 2 * s + side, target = sequences[s].Targets[side];
                for (int choice = 0; choice < Choices(sequences[s]); choice++) elements[row * width + choice] = 2 * (starts[s] + TokenOf(sequences[s], choice)) + side;
                targets[row] = target == 0 ? 0 : 1 + target - sequences[s].PairStart;
            }
        }
        return tape.SoftmaxCrossEntropy(tape.GatherElements(scores, elements, width), targets);
    }

    /// <summary>[CLS] and the tokens of the text.</summary>
    private static int Choices(EncodedSequence sequence) => sequence.Ids.Length - sequence.PairStart;

    private static int TokenOf(EncodedSequence sequence, int choice) => choice == 0 ? 0 : sequence.PairStart + choice - 1;
}
