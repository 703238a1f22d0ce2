using Cocoon.Kernels;

namespace Cocoon.Evaluation;

/// <summary>Tags the words of texts with a fine-tuned model: finds names, or parts of speech. Not for several threads at once.</summary>
/// <remarks>Texts are divided at white space, and punctuation at either end of a word is a word of its own, which is how CoNLL-2003's sentences look, abbreviations left aside.</remarks>
public sealed class WordTagger : IDisposable
{
    private const int TextsAtATime = 64;

    private readonly TokenLabelTask _task;
    private readonly SequenceScorer _scorer;
    private readonly TextEncoder _texts;
    private StandaloneModel? _own;

    /// <param name="kernels">What computes; not disposed with this.</param>
    /// <param name="model">A model that was fine-tuned on tagged words; not disposed with this.</param>
    /// <exception cref="ArgumentException">It was fine-tuned on something else.</exception>
    public WordTagger(IKernels kernels, FineTunedModel model)
    {
        _task = model.Task as TokenLabelTask ?? throw FineTunedModel.OtherTask(model, "tag words", "cocoon finetune CoNLL-2003 --model PRETRAINED --data CONLL --run RUN");
        (_scorer, _texts) = (new(kernels, model.Network), new(model.Tokenizer, model.Settings.MaxLength));
    }

    /// <summary>Loads a model to be used on its own, with the fastest kernels of this machine.</summary>
    /// <param name="folder">A model's folder, or that of the run that made it.</param>
    /// <param name="threads">How many threads compute; 0: one per processor. Tags do not depend on it.</param>
    /// <exception cref="InvalidDataException">There is no fine-tuned model, or it is damaged.</exception>
    /// <exception cref="ArgumentException">It was fine-tuned on something else.</exception>
    public static WordTagger Load(string folder, int threads = 0) => StandaloneModel.Load(folder, threads, own => new WordTagger(own.Kernels, own.Model) { _own = own });

    /// <summary>What the model was fine-tuned for.</summary>
    public TokenLabelTask Task => _task;

    /// <summary>Tags the words of a text.</summary>
    /// <param name="text">A text of any length.</param>
    public TaggedText Tag(string text) => Tag([text]).First();

    /// <summary>Tags the words of texts, in their order; they are asked for as they are needed.</summary>
    /// <param name="texts">Texts of any length.</param>
    public IEnumerable<TaggedText> Tag(IEnumerable<string> texts)
    {
        foreach (string[] chunk in texts.Chunk(TextsAtATime))
        {
            var words = Array.ConvertAll(chunk, WordsOf);
            var tags = Tag(new ExampleSet("", "", [.. chunk.Select((text, i) => SentenceOf([.. words[i].Select(w => text[w])]))]));
            for (int i = 0; i < chunk.Length; i++) yield return TaggedText.Of(chunk[i], words[i], tags[i], _task.AreNames);
        }
    }

    /// <summary>Tags the words of a set of sentences, in its order.</summary>
    /// <param name="sentences">The sentences, each a <see cref="TaggedExample"/>; their own tags are not looked at.</param>
    /// <param name="progress">Told which part of the work is done, in [0, 1].</param>
    public IReadOnlyList<string[]> Tag(ExampleSet sentences, Action<double>? progress = null)
    {
        var sequences = EncodedSet.Of(sentences, _task, _texts).Sequences;
        var (scores, _) = _scorer.Score(sequences, done => progress?.Invoke(done / (double)sequences.Count))!.Value;
        return _task.TagsOf(sentences, sequences, scores);
    }

    /// <summary>Frees the memory; also the model's, if <see cref="Load"/> loaded it.</summary>
    public void Dispose()
    {
        _scorer.Dispose();
        _own?.Dispose();
    }

    /// <summary>Where the words of a text stand.</summary>
    public static List<Range> WordsOf(string text)
    {
        var words = new List<Range>();
        for (int start = 0; start < text.Length;)
        {
            int end = start;
            while (end < text.Length && !char.IsWhiteSpace(text[end])) end++;
            Divide(text, start, end, words);
            start = end + 1;
        }
        return words;
    }

    /// <summary>Takes punctuation off both ends of what stands between white space.</summary>
    private static void Divide(string text, int start, int end, List<Range> words)
    {
        while (start < end && IsPunctuation(text[start])) words.Add(start..++start);
        int last = end;
        while (last > start && IsPunctuation(text[last - 1])) last--;
        if (last > start) words.Add(start..last);
        for (; last < end; last++) words.Add(last..(last + 1));
    }

    private static bool IsPunctuation(char c) => char.IsPunctuation(c) || (char.IsSymbol(c) && char.IsAscii(c));

    private static TaggedExample SentenceOf(string[] words) => new() { Place = default, Id = "", Text = string.Join(' ', words), Words = words };
}
