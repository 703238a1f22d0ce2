namespace Cocoon.Text;

/// <summary>What <see cref="LabelledTriples"/> made.</summary>
/// <param name="Pairs">Labelled pairs read.</param>
/// <param name="Premises">Different premises among them.</param>
/// <param name="Triples">Triples written.</param>
public sealed record TripleSummary(long Pairs, int Premises, long Triples);
