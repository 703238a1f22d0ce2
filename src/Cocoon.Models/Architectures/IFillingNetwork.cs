namespace Cocoon.Models;

/// <summary>Networks that can guess words that are hidden.</summary>
public interface IFillingNetwork : IEncodingNetwork
{
    /// <summary>The part that guesses; null if nothing trained it.</summary>
    IMaskedLanguageModel? Filling { get; }
}
