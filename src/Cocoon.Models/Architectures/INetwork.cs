namespace Cocoon.Models;

/// <summary>The networks of an objective.</summary>
public interface INetwork
{
    /// <summary>The encoder that is trained for use.</summary>
    Encoder Main { get; }
}

/// <summary>Networks that can tell which tokens do not belong where they stand.</summary>
public interface ICorrectingNetwork : INetwork
{
    /// <summary>Log-odds of a token being the original one, [N, 1]; null if nothing trained it.</summary>
    IHead? Decision { get; }

    /// <summary>Scores of the words that could stand there, [N, V]; null if nothing trained it.</summary>
    IHead? Language { get; }
}
