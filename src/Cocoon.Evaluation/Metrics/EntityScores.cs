namespace Cocoon.Evaluation;

/// <summary>Entity F1 of CoNLL-2003: an entity is right if its words and its type are.</summary>
/// <remarks>The counts of <c>conlleval</c>; see <see cref="Entity.Of"/>. Not for several threads at once.</remarks>
public sealed class EntityScores
{
    private readonly SortedDictionary<string, EntityScore> _types = new(StringComparer.Ordinal);
    private long _words, _rightWords;

    /// <summary>Scores of each type that occurs, as truth or as answer.</summary>
    public IReadOnlyDictionary<string, EntityScore> Types => _types;

    /// <summary>Score of all entities together: the number that papers give.</summary>
    public EntityScore Overall => new(_types.Values.Sum(t => t.Gold), _types.Values.Sum(t => t.Predicted), _types.Values.Sum(t => t.Right));

    /// <summary>Fraction of words with the right tag; the tags are compared as they are written.</summary>
    /// <exception cref="InvalidOperationException">There are no words.</exception>
    public double WordAccuracy => _words > 0 ? _rightWords / (double)_words : throw new InvalidOperationException("No word was counted: there is nothing to score. Check that the evaluation data holds sentences.");

    /// <summary>Counts a set.</summary>
    /// <param name="set">The sentences, all with tags.</param>
    /// <param name="predicted">Predicted tags of the words of each.</param>
    public static EntityScores Of(ExampleSet set, IReadOnlyList<string[]> predicted)
    {
        var scores = new EntityScores();
        foreach (var (example, tags) in set.Examples.Zip(predicted)) scores.Add(example.Labels!, tags);
        return scores;
    }

    /// <summary>Counts one sentence.</summary>
    /// <param name="gold">True tags, one a word.</param>
    /// <param name="predicted">Predicted tags, as many.</param>
    /// <exception cref="ArgumentException">The two differ in length, or a tag is neither "O" nor "B-" or "I-" and a type.</exception>
    public void Add(IReadOnlyList<string> gold, IReadOnlyList<string> predicted)
    {
        if (gold.Count != predicted.Count) throw new ArgumentException($"{gold.Count} true tags, but {predicted.Count} predicted ones: each word needs both.", nameof(predicted));
        List<Entity> truth = Entity.Of(gold), answers = Entity.Of(predicted);
        foreach (var entity in truth) Count(entity.Type, new(1, 0, 0));
        foreach (var entity in answers) Count(entity.Type, new(0, 1, 0));
        foreach (var entity in truth.Intersect(answers)) Count(entity.Type, new(0, 0, 1));
        _words += gold.Count;
        for (int i = 0; i < gold.Count; i++) if (gold[i] == predicted[i]) _rightWords++;
    }

    private void Count(string type, EntityScore more)
    {
        var score = _types.GetValueOrDefault(type);
        _types[type] = new(score.Gold + more.Gold, score.Predicted + more.Predicted, score.Right + more.Right);
    }
}
