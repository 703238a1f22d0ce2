using Cocoon.Evaluation;
using Cocoon.Models;

namespace Cocoon.Cli;

/// <summary>Finds the encoder that a person means: of a pretraining run, or of a model that was fine-tuned before.</summary>
public sealed class FineTuningSource : IDisposable
{
    private readonly IDisposable _model;

    private FineTuningSource(IDisposable model, PretrainedEncoder encoder) => (_model, Encoder) = (model, encoder);

    /// <summary>The encoder.</summary>
    public PretrainedEncoder Encoder { get; }

    /// <summary>Loads it.</summary>
    /// <param name="path">A run, a model's folder or a checkpoint.</param>
    /// <param name="pretrained">False: only its sizes and tokenizer are wanted.</param>
    /// <param name="warn">Told which newer checkpoint is damaged.</param>
    /// <exception cref="UsageException">The model is no encoder.</exception>
    /// <exception cref="InvalidDataException">There is no model.</exception>
    public static FineTuningSource Load(string path, bool pretrained, Action<string> warn)
    {
        if (FineTunedModel.IsIn(path))
        {
            var tuned = FineTunedModel.Load(path);
            return new(tuned, new(tuned.Settings.Encoder, tuned.Tokenizer, tuned.Settings.Precision, pretrained ? tuned.Parameters : null));
        }
        var model = ModelLocator.Load(path, warn);
        if (model.Network is IEncodingNetwork network)
            return new(model, new(network.Main.Options, model.Tokenizer, model.Precision, pretrained ? model.Parameters : null));
        model.Dispose();
        throw new UsageException($"{path}: this model reads from left to right only and has no encoder that could be fine-tuned. Models of COCO-LM, ELECTRA, masked language modelling, UniLM and SimCSE have one.");
    }

    public void Dispose() => _model.Dispose();
}
