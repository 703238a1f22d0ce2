namespace Cocoon.Models;

/// <summary>The networks of an objective.</summary>
public interface INetwork
{
    /// <summary>Sizes of the main network.</summary>
    EncoderOptions Sizes { get; }
}
