namespace Cocoon.Models;

/// <summary>Networks that can tell which tokens do not belong where they stand.</summary>
public interface ICorrectingNetwork : IEncodingNetwork
{
    /// <summary>Log-odds of a token being the original one, [N, 1]; null if nothing trained it.</summary>
    IHead? Decision { get; }

    /// <summary>Scores of the words that could stand there, [N, V]; null if nothing trained it.</summary>
    IHead? Language { get; }
}
