namespace Cocoon.Evaluation;

/// <summary>A sentence whose tags are not all right.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Text">The sentence.</param>
/// <param name="Right">Names that were missed, or words with a wrong tag, each with what is right.</param>
/// <param name="Answered">Names that are none, or the same words, each with what the model says.</param>
public sealed record WrongTags(ExamplePlace Place, string Text, IReadOnlyList<string> Right, IReadOnlyList<string> Answered);

/// <summary>What a fine-tuned model makes of a set of sentences whose words are tagged.</summary>
public sealed record WordEvaluation
{
    /// <summary>The sentences.</summary>
    public required ExampleSet Sentences { get; init; }

    /// <summary>The tags of their words.</summary>
    public required IReadOnlyList<string[]> Tags { get; init; }

    /// <summary>The measures by name; empty if the sentences have no tags.</summary>
    public required SortedDictionary<string, double> Measures { get; init; }

    /// <summary>Names of each type as conlleval counts them; null if the tags are not those of names.</summary>
    public EntityScores? Names { get; init; }

    /// <summary>How often each tag was answered where another is right; null if the sentences have no tags.</summary>
    public ConfusionMatrix? Confusion { get; init; }

    /// <summary>The sentences with the most errors, the worst first.</summary>
    public required IReadOnlyList<WrongTags> Worst { get; init; }

    /// <summary>Runs a model over a set.</summary>
    /// <param name="tagger">The model.</param>
    /// <param name="sentences">The sentences, all with tags or none.</param>
    /// <param name="worst">How many of the worst are wanted.</param>
    /// <param name="progress">Told which part of the work is done, in [0, 1].</param>
    /// <exception cref="TaskDataException">A right tag is not among the model's.</exception>
    public static WordEvaluation Of(WordTagger tagger, ExampleSet sentences, int worst, Action<double>? progress = null)
    {
        var tags = tagger.Tag(sentences, progress);
        if (!sentences.Examples.All(e => TaskData.IsAnswered(e, TaskKind.TokenLabels))) return new() { Sentences = sentences, Tags = tags, Measures = [], Worst = [] };
        return new()
        {
            Sentences = sentences, Tags = tags, Measures = tagger.Task.Measure(sentences, tags), Confusion = tagger.Task.Confusion(sentences, tags),
            Names = tagger.Task.AreNames ? EntityScores.Of(sentences, tags) : null,
            Worst = [.. sentences.Examples.Cast<TaggedExample>().Zip(tags, (sentence, answered) => WrongOf(sentence, answered, tagger.Task.AreNames))
                .Where(w => w.Right.Count + w.Answered.Count > 0).OrderByDescending(w => w.Right.Count + w.Answered.Count).Take(worst)],
        };
    }

    private static WrongTags WrongOf(TaggedExample sentence, string[] answered, bool areNames)
    {
        if (!areNames)
        {
            var wrong = Enumerable.Range(0, answered.Length).Where(i => answered[i] != sentence.Labels![i]).ToList();
            return new(sentence.Place, sentence.Text, [.. wrong.Select(i => $"{sentence.Words[i]} {sentence.Labels![i]}")], [.. wrong.Select(i => $"{sentence.Words[i]} {answered[i]}")]);
        }
        List<Entity> truth = Entity.Of(sentence.Labels!), found = Entity.Of(answered);
        return new(sentence.Place, sentence.Text, [.. truth.Except(found).Select(Shown)], [.. found.Except(truth).Select(Shown)]);

        string Shown(Entity name) => $"{string.Join(' ', sentence.Words.Skip(name.Start).Take(name.End - name.Start))} {name.Type}";
    }
}
