namespace Cocoon.Models;

/// <summary>Keeps the texts that are nearest to one, of however many that pass by.</summary>
/// <param name="query">What they are compared with.</param>
/// <param name="most">How many are kept.</param>
public sealed class NearestTexts(TextVector query, int most)
{
    private readonly List<Neighbor> _found = [];

    /// <summary>What they are compared with.</summary>
    public string Query => query.Text;

    /// <summary>The nearest so far, the nearest first; equals in the order in which they came.</summary>
    public IReadOnlyList<Neighbor> Found => _found;

    /// <summary>Compares one more text.</summary>
    /// <param name="line">Its number.</param>
    /// <param name="candidate">The text; its vector from the same embedder.</param>
    public void Offer(long line, TextVector candidate)
    {
        double cosine = query.CosineTo(candidate);
        int place = _found.Count;
        while (place > 0 && _found[place - 1].Cosine < cosine) place--;
        if (place == most) return;
        _found.Insert(place, new(line, cosine, candidate.Text));
        if (_found.Count > most) _found.RemoveAt(most);
    }
}
