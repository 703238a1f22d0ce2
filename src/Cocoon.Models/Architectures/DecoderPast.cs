namespace Cocoon.Models;

/// <summary>What a decoder's layers remember of a text, so that its next token costs one row: keys, values, and queries, which nobody asks again; and the
/// keys and values of a text that is read beside it.</summary>
/// <remarks>Keys and values are the same numbers whether they are remembered or computed again, so states have the same bits either way.</remarks>
public sealed class DecoderPast
{
    private readonly RowCache[] _layers, _read;

    /// <param name="layers">Number of layers.</param>
    public DecoderPast(int layers)
    {
        (_layers, _read) = (new RowCache[layers], new RowCache[layers]);
        for (int i = 0; i < layers; i++) (_layers[i], _read[i]) = (new(), new());
    }

    /// <summary>Number of tokens that are remembered.</summary>
    public int Tokens => _layers[0].Rows;

    /// <summary>What a layer remembers.</summary>
    public RowCache this[int layer] => _layers[layer];

    /// <summary>What a layer remembers of the text that is read.</summary>
    public RowCache Read(int layer) => _read[layer];

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        foreach (var layer in _layers.Concat(_read)) layer.Clear();
    }
}
