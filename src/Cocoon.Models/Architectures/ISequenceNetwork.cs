namespace Cocoon.Models;

/// <summary>Networks that can be trained to let the state of the first token stand for the sequence.</summary>
public interface ISequenceNetwork : IEncodingNetwork
{
    /// <summary>True if this one was.</summary>
    bool ContrastsSequences { get; }
}
