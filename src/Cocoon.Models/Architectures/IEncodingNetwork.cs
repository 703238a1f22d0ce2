namespace Cocoon.Models;

/// <summary>Networks whose main one is an encoder.</summary>
public interface IEncodingNetwork : INetwork
{
    /// <summary>The encoder that is trained for use.</summary>
    Encoder Main { get; }

    /// <inheritdoc/>
    EncoderOptions INetwork.Sizes => Main.Options;
}
