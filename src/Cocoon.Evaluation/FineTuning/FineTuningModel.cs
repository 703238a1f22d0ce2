using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Evaluation;

/// <summary>An encoder with the head of a task. Its parameters have the names of the pretrained networks, <c>embeddings</c> and <c>main</c>, and <c>head</c>.</summary>
public sealed class FineTuningModel
{
    /// <param name="scope">Where parameters are declared.</param>
    /// <param name="encoder">Sizes.</param>
    /// <param name="task">What is asked.</param>
    /// <param name="head">The head's form.</param>
    public FineTuningModel(ParameterScope scope, EncoderOptions encoder, ITask task, HeadOptions head)
    {
        Encoder = new(scope / "main", encoder, new Embeddings(scope / "embeddings", encoder));
        Head = task.CreateHead(scope / "head", encoder.HiddenSize, head);
    }

    /// <summary>The encoder.</summary>
    public Encoder Encoder { get; }

    /// <summary>What stands on it.</summary>
    public ITaskHead Head { get; }

    /// <summary>Whether the encoder has a vector for each part of a pair.</summary>
    public bool HasSegments => Encoder.Options.Segments >= 2;

    /// <summary>Scores of a batch.</summary>
    /// <param name="batch">A packed batch.</param>
    /// <returns>A row for each that the head reads, [S, any] or [N, any].</returns>
    public Tensor Forward(Tape tape, TokenBatch batch) => Head.Forward(tape, Encoder.Forward(tape, batch, Head.Rows(batch)));
}
