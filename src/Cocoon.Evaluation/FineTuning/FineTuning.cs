using Cocoon.Tensors;
using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Evaluation;

/// <summary>Learning a task: the loss of a head on the final states of a pretrained encoder, all of which is trained.</summary>
/// <remarks>
/// Devlin et al. 2018, arXiv:1810.04805, §3.2; the layer-wise decay of the learning rate is that of Clark et al. 2020, arXiv:2003.10555, appendix B,
/// see <see cref="LayerDecay"/>. An <see cref="IObjective"/> like those of pretraining: checkpoints, resuming, equal bits and logs come with the trainer.
/// </remarks>
/// <param name="model">The encoder with its head.</param>
/// <param name="train">The sequences that the training batches are made of; a batch names them by number, see <see cref="TokenBatch.Sources"/>.</param>
/// <param name="decay">Learning rates by depth.</param>
public sealed class FineTuning(FineTuningModel model, IReadOnlyList<EncodedSequence> train, LayerDecay decay) : IObjective
{
    private readonly List<EncodedSequence> _sequences = [];
    private readonly LossTerm[] _terms = new LossTerm[1];

    /// <inheritdoc/>
    public IReadOnlyList<LossTerm> Forward(Tape tape, TokenBatch original)
    {
        var scores = model.Forward(tape, original);
        _terms[0] = new("task", model.Head.Loss(tape, scores, original, SequencesOf(original)));
        return _terms;
    }

    /// <inheritdoc/>
    public double LearningRateShare(string path) => decay.ShareOf(path);

    /// <inheritdoc/>
    /// <remarks>Measured on training sequences; what is held out is measured by <see cref="TaskEvaluation"/>, which sees whole sets.</remarks>
    public void Evaluate(Tape tape, TokenBatch original, MetricSet metrics)
    {
        var scores = model.Forward(tape, original);
        metrics.Add(HeldOutEvaluation.Loss, model.Head.Loss(tape, scores, original, SequencesOf(original)).Values[0] * original.Sequences, original.Sequences);
    }

    private List<EncodedSequence> SequencesOf(TokenBatch batch)
    {
        _sequences.Clear();
        foreach (int source in batch.Sources.Span) _sequences.Add(train[source]);
        return _sequences;
    }
}
