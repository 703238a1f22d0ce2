using Cocoon.Text;
using Cocoon.Training;

namespace Cocoon.Models;

/// <summary>What an objective may have to agree with in the rest of a recipe.</summary>
/// <param name="Model">Sizes of the main network.</param>
/// <param name="SequencesPerBatch">Sequences in a micro-batch.</param>
/// <param name="Steps">Steps of the run; null if it is given as a time.</param>
public sealed record RecipeContext(EncoderOptions Model, int SequencesPerBatch, long? Steps)
{
    /// <summary>What turns the text into ids; null if that is not known yet.</summary>
    public Tokenizer? Tokenizer { get; init; }

    /// <summary>The problems of an objective that tells no parts of a sequence apart.</summary>
    internal IEnumerable<RecipeProblem> OneSegment()
    {
        if (Model.Segments > 0) yield return new("model.segments", "All tokens would be in the first segment.", "Use 0.");
    }

    /// <summary>The problems of an objective that scores words by their vectors, directly on the states.</summary>
    internal IEnumerable<RecipeProblem> StatesAsWideAsTokens()
    {
        if (Model.TokenSize != Model.HiddenSize)
            yield return new("model.embeddingSize", "States are compared with token vectors, so both have one size.", "Use 0 for the hidden size.");
    }
}
