using Cocoon.Kernels;

namespace Cocoon.Evaluation;

/// <summary>Answers questions with parts of the texts that they are about. Not for several threads at once.</summary>
public sealed class QuestionAnswerer : IDisposable
{
    private readonly SpanTask _task;
    private readonly SequenceScorer _scorer;
    private readonly TextEncoder _texts;

    /// <param name="kernels">What computes; not disposed with this.</param>
    /// <param name="model">A model that was fine-tuned on questions; not disposed with this.</param>
    /// <exception cref="ArgumentException">It was fine-tuned on something else.</exception>
    public QuestionAnswerer(IKernels kernels, FineTunedModel model)
    {
        _task = model.Task as SpanTask ?? throw new ArgumentException($"This model was fine-tuned on {model.Task.Settings.Name}: it does not answer questions. Make one that does: cocoon finetune SQuAD --model PRETRAINED --data SQUAD --run RUN");
        (_scorer, _texts) = (new(kernels, model.Network), new(model.Tokenizer, model.Settings.MaxLength));
    }

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

    /// <summary>Frees the memory of the passes.</summary>
    public void Dispose() => _scorer.Dispose();
}
