using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Evaluation;

/// <summary>The loss of scores against what is right about each sequence.</summary>
/// <param name="scores">One row a sequence, [S, outputs].</param>
/// <param name="sequences">The sequences, with targets; length S.</param>
public delegate Tensor SequenceLoss(Tape tape, Tensor scores, IReadOnlyList<EncodedSequence> sequences);

/// <summary>Answers about whole sequences, from the state of their first token.</summary>
/// <remarks>
/// Dropout, Linear, tanh, dropout, Linear: fairseq's <c>RobertaClassificationHead</c>, which COCO-LM fine-tunes with; without the middle, ELECTRA's. See <see cref="HeadForm"/>.
/// </remarks>
public sealed class FirstTokenHead : ITaskHead
{
    private readonly PoolerHead? _pooler;
    private readonly Linear _output;
    private readonly float _dropout;
    private readonly SequenceLoss _loss;

    /// <param name="scope">Where parameters are declared.</param>
    /// <param name="hiddenSize">Size of a state H.</param>
    /// <param name="outputs">Scores of a sequence.</param>
    /// <param name="options">Form and dropout.</param>
    /// <param name="loss">What is learned.</param>
    public FirstTokenHead(ParameterScope scope, int hiddenSize, int outputs, HeadOptions options, SequenceLoss loss)
    {
        (_dropout, _loss) = (options.Dropout, loss);
        if (options.Form == HeadForm.Pooled) _pooler = new(scope / "dense", hiddenSize);
        _output = new(scope / "output", hiddenSize, outputs);
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<int>? Rows(TokenBatch batch) => batch.First;

    /// <inheritdoc/>
    public Tensor Forward(Tape tape, Tensor states)
    {
        var x = tape.Dropout(states, _dropout);                                             // [S, H]
        if (_pooler is not null) x = tape.Dropout(_pooler.Forward(tape, x), _dropout);      // [S, H]
        return _output.Forward(tape, x);                                                    // [S, outputs]
    }

    /// <inheritdoc/>
    public Tensor Loss(Tape tape, Tensor scores, TokenBatch batch, IReadOnlyList<EncodedSequence> sequences) => _loss(tape, scores, sequences);
}
