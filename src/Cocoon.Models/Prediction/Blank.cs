namespace Cocoon.Models;

/// <summary>A masked position of a text, and what could stand there.</summary>
/// <param name="Offset">Where the mask starts in the text, in UTF-16 code units.</param>
/// <param name="Length">Its length, in UTF-16 code units.</param>
/// <param name="Proposals">Words of the vocabulary, the most probable first. A piece that continues a word is written as the vocabulary writes it: ##ing.</param>
public sealed record Blank(int Offset, int Length, IReadOnlyList<Proposal> Proposals);
