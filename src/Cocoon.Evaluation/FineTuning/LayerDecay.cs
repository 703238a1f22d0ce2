using System.Globalization;

namespace Cocoon.Evaluation;

/// <summary>Learning rates by depth: what is near the text is general, and moves less than what is near the answer.</summary>
/// <remarks>
/// Clark et al. 2020, arXiv:2003.10555, appendix B, after Howard and Ruder 2018, arXiv:1801.06146, §3.2: the head has the full rate, layer i of L has
/// decay^(L − i), and all that comes before the layers decay^(L + 1). Deviation: in ELECTRA's released code the last layer already has decay², and
/// everything below it one factor more than here.
/// </remarks>
/// <param name="decay">Factor from a layer to the one below it, in (0, 1]; 1: all have the same rate.</param>
/// <param name="layers">Number of layers L.</param>
public sealed class LayerDecay(double decay, int layers)
{
    private const string Head = "head.", Layers = "main.layers.";

    /// <summary>What part of the learning rate a parameter has.</summary>
    /// <param name="path">Its path in a <see cref="FineTuningModel"/>.</param>
    public double ShareOf(string path) => Math.Pow(decay, layers + 1 - DepthOf(path));

    /// <summary>0 for all that comes before the layers, 1 to L for the layers, L + 1 for the head.</summary>
    private int DepthOf(string path)
    {
        if (path.StartsWith(Head, StringComparison.Ordinal)) return layers + 1;
        if (!path.StartsWith(Layers, StringComparison.Ordinal)) return 0;
        var rest = path.AsSpan(Layers.Length);
        return 1 + int.Parse(rest[..rest.IndexOf('.')], NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
