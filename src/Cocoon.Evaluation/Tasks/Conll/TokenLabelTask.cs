using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Evaluation;

/// <summary>A tag for every word of a sentence: names of persons, places and the like, or parts of speech.</summary>
/// <remarks>
/// Devlin et al. 2018, arXiv:1810.04805, §5.3: the first token of a word answers for it. Deviation: a sentence longer than the sequences is read in parts,
/// cut between words, where the released code loses its end. Tags are learned as the data have them, IOB1 in CoNLL-2003's.
/// </remarks>
public sealed class TokenLabelTask(TaskSettings settings) : ITask
{
    private readonly LabelNumbers _numbers = new(settings.Labels);

    /// <summary>Whether the tags are those of names: O, and B- or I- with a type.</summary>
    public bool AreNames { get; } = settings.Labels.All(Entity.IsTag);

    /// <inheritdoc/>
    public TaskSettings Settings => settings;

    /// <inheritdoc/>
    public IEnumerable<EncodedSequence> Encode(LabelledExample example, int number, TextEncoder texts)
    {
        var sentence = (TaggedExample)example;
        var ids = new IntList();
        var spans = new List<TokenSpan>();
        texts.Tokenizer.Encode(sentence.Text, ids, spans);
        var words = FirstTokens(sentence, spans);
        int room = texts.MaxLength - texts.SpecialsOf(pair: false);
        int start = 0;
        do
        {
            int end = EndOfPart(words, start, room, ids.Count), first = start;
            yield return Part(sentence, number, texts.Assemble(number, ids.Span[start..end], null), [.. words.Where(w => w.Token >= first && w.Token < end).Select(w => (w.Word, 1 + w.Token - first))]);
            start = end;
        }
        while (start < ids.Count);
    }

    /// <inheritdoc/>
    public ITaskHead CreateHead(ParameterScope scope, int hiddenSize, HeadOptions options) => new TokenHead(scope, hiddenSize, settings.Labels.Count, options.Dropout);

    /// <inheritdoc/>
    /// <remarks><c>accuracy</c> and <c>macro_f1</c> of the words; of names, <c>entity_f1</c>, <c>entity_precision</c> and <c>entity_recall</c>, as conlleval has them.</remarks>
    public SortedDictionary<string, double> Measure(ExampleSet set, IReadOnlyList<EncodedSequence> sequences, IReadOnlyList<float[]> scores) => Measure(set, TagsOf(set, sequences, scores));

    /// <summary>Measures tags against the right ones.</summary>
    /// <param name="set">The sentences, all with tags.</param>
    /// <param name="tags">Tags of the task for the words of each.</param>
    public SortedDictionary<string, double> Measure(ExampleSet set, IReadOnlyList<string[]> tags)
    {
        var words = Confusion(set, tags);
        var measures = new SortedDictionary<string, double>(StringComparer.Ordinal) { [MeasureNames.Accuracy] = words.Accuracy, [MeasureNames.MacroF1] = words.MacroF1 };
        if (!AreNames) return measures;
        var names = EntityScores.Of(set, tags).Overall;
        (measures[MeasureNames.EntityF1], measures[MeasureNames.EntityPrecision], measures[MeasureNames.EntityRecall]) = (names.F1, names.Precision, names.Recall);
        return measures;
    }

    /// <summary>How often each tag was answered where another is right.</summary>
    /// <param name="set">The sentences, all with tags.</param>
    /// <param name="tags">Tags of the task for the words of each.</param>
    public ConfusionMatrix Confusion(ExampleSet set, IReadOnlyList<string[]> tags)
    {
        var matrix = new ConfusionMatrix(settings.Labels.Count);
        foreach (var (example, answered) in set.Examples.Zip(tags))
            for (int word = 0; word < answered.Length; word++) matrix.Add(_numbers.Of(example.Labels![word], example.Place), _numbers.Of(answered[word], example.Place));
        return matrix;
    }

    /// <summary>The tags that a model gives to the words of each sentence; a word without a token is no name, or has the first tag if there are no names.</summary>
    /// <param name="set">The sentences.</param>
    /// <param name="sequences">What <see cref="Encode"/> made of them.</param>
    /// <param name="scores">What the head gave for each sequence.</param>
    public IReadOnlyList<string[]> TagsOf(ExampleSet set, IReadOnlyList<EncodedSequence> sequences, IReadOnlyList<float[]> scores)
    {
        string nothing = settings.Labels.Contains(Entity.Outside, StringComparer.Ordinal) ? Entity.Outside : settings.Labels[0];
        string[][] tags = [.. set.Examples.Select(e => Enumerable.Repeat(nothing, ((TaggedExample)e).Words.Count).ToArray())];
        for (int s = 0; s < sequences.Count; s++)
            foreach (var (word, token) in ((TaggedSequence)sequences[s]).Words)
                tags[sequences[s].Example][word] = settings.Labels[Probabilities.Best(scores[s].AsSpan(token * settings.Labels.Count, settings.Labels.Count))];
        return tags;
    }

    private TaggedSequence Part(TaggedExample sentence, int number, EncodedSequence sequence, IReadOnlyList<(int Word, int Token)> words)
    {
        int[] targets = [];
        if (sentence.Labels is { } labels)
        {
            targets = new int[sequence.Ids.Length];
            Array.Fill(targets, SoftmaxCrossEntropyOp.Ignored);
            foreach (var (word, token) in words) targets[token] = _numbers.Of(labels[word], sentence.Place);
        }
        return new() { Example = number, Ids = sequence.Ids, PairStart = sequence.PairStart, Words = words, Targets = targets };
    }

    /// <summary>The words that have a token, and the first that each has.</summary>
    private static List<(int Word, int Token)> FirstTokens(TaggedExample sentence, List<TokenSpan> spans)
    {
        var firsts = new List<(int Word, int Token)>(sentence.Words.Count);
        for (int word = 0, start = 0, token = 0; word < sentence.Words.Count; word++)
        {
            int end = start + sentence.Words[word].Length;
            while (token < spans.Count && spans[token].WithoutSpace(sentence.Text).Start < start) token++;
            if (token < spans.Count && spans[token].WithoutSpace(sentence.Text).Start < end) firsts.Add((word, token));
            start = end + 1;
        }
        return firsts;
    }

    /// <summary>Where a part ends: as late as there is room, before the first token of a word; within a word that is longer than the room.</summary>
    private static int EndOfPart(List<(int Word, int Token)> words, int start, int room, int tokens)
    {
        if (tokens - start <= room) return tokens;
        int last = words.FindLastIndex(w => w.Token <= start + room);
        return last >= 0 && words[last].Token > start ? words[last].Token : start + room;
    }
}
