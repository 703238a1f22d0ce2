using Cocoon.Kernels;

namespace Cocoon.Evaluation;

/// <summary>Answers questions with parts of the texts that they are about. Not for several threads at once.</summary>
public sealed class QuestionAnswerer : IDisposable
{
    private readonly SpanTask _task;
    private readonly SequenceScorer _scorer;
    private readonly TextEncoder _texts;
    private StandaloneModel? _own;

    /// <param name="kernels">What computes; not disposed with this.</param>
    /// <param name="model">A model that was fine-tuned on questions; not disposed with this.</param>
    /// <exception cref="ArgumentException">It was fine-tuned on something else.</exception>
    public QuestionAnswerer(IKernels kernels, FineTunedModel model)
    {
        _task = model.Task as SpanTask ?? throw FineTunedModel.OtherTask(model, "answer questions", "cocoon finetune SQuAD --model PRETRAINED --data SQUAD --run RUN");
        (_scorer, _texts) = (new(kernels, model.Network), new(model.Tokenizer, model.Settings.MaxLength));
    }

    /// <summary>Loads a model to be used on its own, with the fastest kernels of this machine.</summary>
    /// <param name="folder">A model's folder, or that of the run that made it.</param>
    /// <param name="threads">How many threads compute; 0: one per processor. Answers do not depend on it.</param>
    /// <exception cref="InvalidDataException">There is no fine-tuned model, or it is damaged.</exception>
    /// <exception cref="ArgumentException">It was fine-tuned on something else.</exception>
    public static QuestionAnswerer Load(string folder, int threads = 0) =>
        StandaloneModel.Load(folder, threads, own => new QuestionAnswerer(own.Kernels, own.Model) { _own = own });

    /// <summary>Whether the model knows that a text may not tell.</summary>
    public bool MayLackAnswer => _task.Settings.MayLackAnswer;

    /// <summary>Answers a question.</summary>
    /// <param name="question">The question; 64 tokens of it are read.</param>
    /// <param name="text">A text of any length.</param>
    public SpanAnswers Answer(string question, string text)
    {
        var example = new LabelledExample { Place = default, Id = "", Text = question, Pair = text };
        return Answer(new("", "", [example])).Single();
    }

    /// <summary>Answers a set of questions, in its order.</summary>
    /// <param name="questions">The questions.</param>
    /// <param name="progress">Told which part of the work is done, in [0, 1].</param>
    public IReadOnlyList<SpanAnswers> Answer(ExampleSet questions, Action<double>? progress = null)
    {
        var sequences = EncodedSet.Of(questions, _task, _texts).Sequences;
        var (scores, _) = _scorer.Score(sequences, done => progress?.Invoke(done / (double)sequences.Count))!.Value;
        return [.. SpanTask.AnswersOf(questions, sequences, scores)];
    }

    /// <summary>Frees the memory; also the model's, if <see cref="Load"/> loaded it.</summary>
    public void Dispose()
    {
        _scorer.Dispose();
        _own?.Dispose();
    }
}
