using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary>The text of a run, cut into batches as its recipe says.</summary>
public sealed class RunText : IDisposable
{
    /// <param name="recipe">Says how to cut.</param>
    /// <param name="data">Training text; closed with this.</param>
    /// <param name="heldOut">Held-out text; closed with this; null if there is none.</param>
    /// <exception cref="ShardException">There is less training text than one batch.</exception>
    public RunText(Recipe recipe, PreparedData data, PreparedData? heldOut)
    {
        (Data, HeldOut) = (data, heldOut);
        Batches = BatchesOf(recipe, data);
        if (heldOut is not null) HeldOutBatches = new(heldOut.Shards, recipe.Data.SequenceLength, recipe.Data.SequencesPerBatch, data.Tokenizer.Special);
    }

    /// <summary>Training text.</summary>
    public PreparedData Data { get; }

    /// <summary>Held-out text; null if there is none.</summary>
    public PreparedData? HeldOut { get; }

    /// <summary>Micro-batches of the training text, by number.</summary>
    public PackedSequences Batches { get; }

    /// <summary>Micro-batches of the held-out text, always the same; null if there is none.</summary>
    public EvaluationBatches? HeldOutBatches { get; }

    /// <summary>Micro-batches of a text, as a recipe cuts them.</summary>
    public static PackedSequences BatchesOf(Recipe recipe, PreparedData data) =>
        new(data.Shards, recipe.Data.SequenceLength, recipe.Data.SequencesPerBatch, recipe.Training.Seed, data.Tokenizer.Special);

    public void Dispose()
    {
        Data.Dispose();
        HeldOut?.Dispose();
    }
}
