using Cocoon.Kernels;

namespace Cocoon.Evaluation;

/// <summary>Answers about texts with a fine-tuned model: a label, several, or a number. Not for several threads at once.</summary>
/// <remarks>Texts longer than the model's sequences lose their ends, as in training.</remarks>
public sealed class TextClassifier : IDisposable
{
    private const int TextsAtATime = 64;

    private readonly ITextTask _task;
    private readonly TextEncoder _texts;
    private readonly SequenceScorer _scorer;
    private StandaloneModel? _own;

    /// <param name="kernels">What computes; not disposed with the classifier.</param>
    /// <param name="model">The model; not disposed with the classifier.</param>
    /// <exception cref="ArgumentException">The model does not answer about whole texts.</exception>
    public TextClassifier(IKernels kernels, FineTunedModel model)
    {
        _task = model.Task as ITextTask ?? throw FineTunedModel.OtherTask(model, "answer about whole texts", "cocoon finetune custom --model PRETRAINED --data FILE --run RUN");
        (_texts, _scorer) = (new(model.Tokenizer, model.Settings.MaxLength), new(kernels, model.Network));
    }

    /// <summary>Loads a model to be used on its own, with the fastest kernels of this machine.</summary>
    /// <param name="folder">A model's folder, or that of the run that made it.</param>
    /// <param name="threads">How many threads compute; 0: one per processor. Answers do not depend on it.</param>
    /// <exception cref="InvalidDataException">There is no fine-tuned model, or it is damaged.</exception>
    /// <exception cref="ArgumentException">The model does not answer about whole texts.</exception>
    public static TextClassifier Load(string folder, int threads = 0) =>
        StandaloneModel.Load(folder, threads, own => new TextClassifier(own.Kernels, own.Model) { _own = own });

    /// <summary>The task that the model was trained for.</summary>
    public TaskSettings Task => _task.Settings;

    /// <summary>What the model says about a text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="pair">The second text, if the task is about pairs.</param>
    /// <exception cref="ArgumentException">A second text is missing, or is one too many.</exception>
    public TextAnswer Classify(string text, string? pair = null) => Classify([(text, pair)]).First();

    /// <summary>What the model says about texts, in their order; they are asked for as they are needed.</summary>
    /// <param name="texts">Texts, each with the second one if the task is about pairs.</param>
    /// <exception cref="ArgumentException">A second text is missing, or is one too many.</exception>
    public IEnumerable<TextAnswer> Classify(IEnumerable<(string Text, string? Pair)> texts)
    {
        foreach (var chunk in texts.Chunk(TextsAtATime))
        {
            var sequences = chunk.Select((t, i) => Encode(t.Text, t.Pair, i)).ToList();
            foreach (float[] scores in _scorer.Score(sequences)!.Value.Scores) yield return _task.AnswerOf(scores);
        }
    }

    /// <summary>Frees the memory; also the model's, if <see cref="Load"/> loaded it.</summary>
    public void Dispose()
    {
        _scorer.Dispose();
        _own?.Dispose();
    }

    private EncodedSequence Encode(string text, string? pair, int number) => (pair is not null) == Task.Pairs
        ? _texts.Encode(number, text, pair)
        : throw new ArgumentException(Task.Pairs ? $"{Task.Name} is about two texts: give the second one, too." : $"{Task.Name} is about one text: give no second one.", nameof(pair));
}
